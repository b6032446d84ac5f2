package io.mailhelm.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.mailhelm.operator.it.KubeApi;
import io.mailhelm.watch.KeyStore;
import io.mailhelm.watch.KeyStoreContract;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;

class SecretKeyStoreIT extends KeyStoreContract {
  private static final String NAME = "example-dkim";

  @RegisterExtension final KubeApi api = new KubeApi();

  private Resource<Secret> secret() {
    return api.client().secrets().inNamespace(api.namespace()).withName(NAME);
  }

  @Override
  protected void put(Map<String, byte[]> data) {
    var encoded = new TreeMap<String, String>();
    data.forEach((entry, value) -> encoded.put(entry, Base64.getEncoder().encodeToString(value)));
    var wanted =
        new SecretBuilder()
            .withNewMetadata()
            .withName(NAME)
            .withNamespace(api.namespace())
            .endMetadata()
            .withData(encoded)
            .build();
    if (isThere()) {
      secret().edit(any -> new SecretBuilder(any).withData(encoded).build());
    } else {
      api.client().resource(wanted).create();
    }
  }

  @Override
  protected void remove() {
    secret().delete();
  }

  @Override
  protected boolean isThere() {
    return secret().get() != null;
  }

  @Override
  protected KeyStore open() {
    return new SecretKeyStore(api.client(), secret().get());
  }
}
