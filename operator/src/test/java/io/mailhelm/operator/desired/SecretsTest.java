package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.mailhelm.crds.MailDomain;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private static final byte[] SOME = {1};
  private static final Map<String, byte[]> PEM =
      Map.of("tls.crt", SOME, "tls.key", SOME, "ca.crt", SOME);
  private final MailDomain domain = Declared.domain();

  @Test
  void whatIsRetainedHasNoOwnerAndEverythingElseHas() {
    assertThat(Stream.of(TlsSecret.of(domain, PEM), DkimSecret.of(domain, Map.of("a", SOME))))
        .allSatisfy(secret -> assertThat(secret.getMetadata().getOwnerReferences()).isEmpty());
    assertThat(owned())
        .allSatisfy(
            secret -> {
              assertThat(secret.getMetadata().getOwnerReferences())
                  .singleElement()
                  .extracting(OwnerReference::getKind, OwnerReference::getUid)
                  .containsExactly("MailDomain", "u1");
              var owner = secret.getMetadata().getOwnerReferences().getFirst();
              assertThat(owner.getController()).isTrue();
              assertThat(owner.getBlockOwnerDeletion()).isNull();
            });
  }

  private Stream<Secret> owned() {
    return Stream.of(
        TokenSecret.of(domain, Map.of("token", SOME)),
        SaltSecret.of(domain, Map.of("salt", SOME)),
        ApiAuthoritySecret.of(domain, PEM),
        ApiTlsSecret.of(domain, PEM));
  }

  @Test
  void aSecretOfItsNameThatSomebodyElseMadeIsNotOurs() {
    var ours = TlsSecret.of(domain, PEM);
    var theirs = new SecretBuilder(ours).editMetadata().withLabels(Map.of()).endMetadata().build();
    var unlabelled = new SecretBuilder(ours).editMetadata().withLabels(null).endMetadata().build();
    var other =
        new SecretBuilder(ours)
            .editMetadata()
            .addToLabels(Labels.INSTANCE, "another")
            .endMetadata()
            .build();

    assertThat(Labels.areOurs(ours, ObjectNames.of(domain))).isTrue();
    assertThat(Labels.areOurs(theirs, ObjectNames.of(domain))).isFalse();
    assertThat(Labels.areOurs(unlabelled, ObjectNames.of(domain))).isFalse();
    assertThat(Labels.areOurs(other, ObjectNames.of(domain))).isFalse();
  }

  @Test
  void certManagersSecretIsNotOurs() {
    var labels = Labels.describing("example-com");
    var theirs = new SecretBuilder().withNewMetadata().withLabels(labels).endMetadata().build();

    assertThat(Labels.areOurs(theirs, ObjectNames.of(domain))).isFalse();
  }

  @Test
  void aSecretWithoutWhatItIsForIsNeverMade() {
    assertThatThrownBy(() -> TokenSecret.of(domain, Map.of("token", new byte[0])))
        .hasMessage("Secret example-com-token needs something under token");
    assertThatThrownBy(() -> ApiTlsSecret.of(domain, Map.of("tls.crt", SOME, "tls.key", SOME)))
        .hasMessageContaining("ca.crt");
  }

  @Test
  void contentIsBase64() {
    assertThat(TokenSecret.of(domain, Map.of("token", new byte[] {'a', (byte) 0xff})).getData())
        .containsExactly(Map.entry("token", "Yf8="));
  }
}
