package io.mailhelm.operator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.Rules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** That what the other tests stand on holds. */
class HarnessIT {
  @RegisterExtension final KubeApi api = new KubeApi();

  @Test
  void takesAMailDomainAndFillsInItsDefaults() {
    var domain = api.client().resource(Declarations.domain(api.namespace(), "server: {}")).create();

    assertThat(((MailDomain) domain).getSpec().server().listeners()).hasSize(3);
  }

  @Test
  void refusesAMailDomainWithTheSentenceThatSaysWhatToWrite() {
    var neither = Declarations.domain(api.namespace(), "outbound: Capture");

    assertThatThrownBy(() -> api.client().resource(neither).create())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(Rules.ONE_SERVER);
  }

  @Test
  void aServiceAccountMayDoNothingUntilItIsBound() {
    var mark = api.audit().mark();
    try (var client = new KubernetesClientBuilder().withConfig(api.configOf("nobody")).build()) {
      assertThatThrownBy(() -> client.secrets().inNamespace(api.namespace()).list())
          .hasMessageContaining("is forbidden");
    }

    assertThat(api.audit().since(mark, api.user("nobody")))
        .containsExactly(
            new AuditEntry(
                api.user("nobody"), "list", "", "secrets", "", api.namespace(), "", 403));
  }
}
