package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Map;
import java.util.TreeMap;

/** Makes a Secret of a MailDomain, and checks that the needed keys are in it. */
final class DomainSecret {
  static final String OPAQUE = "Opaque";
  static final String TLS = "kubernetes.io/tls";
  static final String CERTIFICATE = "tls.crt";
  static final String PRIVATE_KEY = "tls.key";
  static final String AUTHORITY = "ca.crt";

  private DomainSecret() {}

  /**
   * @param needed keys without which the Secret would be useless
   */
  static Secret of(ObjectMeta metadata, String type, Map<String, byte[]> data, String... needed) {
    for (var key : needed) {
      if (data.getOrDefault(key, new byte[0]).length == 0) {
        throw new IllegalArgumentException(
            "Secret %s needs something under %s".formatted(metadata.getName(), key));
      }
    }
    var encoded = new TreeMap<String, String>();
    data.forEach((key, value) -> encoded.put(key, SecretData.encoded(value)));
    return new SecretBuilder().withMetadata(metadata).withType(type).withData(encoded).build();
  }
}
