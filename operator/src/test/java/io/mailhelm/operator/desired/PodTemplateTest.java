package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** What rolls pods, and what must not. */
class PodTemplateTest {
  private static String template(String yaml) {
    return Serialization.asYaml(SmtpStatefulSet.of(Shapes.of(yaml)).getSpec().getTemplate());
  }

  @Test
  void neitherUsersNorPoliciesNorWhatAConfigCarriesChangeIt() {
    var more =
        Declared.DOMAIN.replace(
                "server: {}",
                """
                server:
                    relayFrom: [192.0.2.0/24]
                    limits: {messageSize: 1Mi, recipients: 7, connections: 3}
                    management: {allowedCidrs: [192.0.2.0/24]}
                    service: {type: NodePort}
                    storage: {size: 20Gi}
                  mailboxes: {subaddressing: false}
                  hostname: mx.example.com
                  tls: {issuerRef: {name: letsencrypt}}
                """)
            + """
              ---
              apiVersion: mailhelm.io/v1alpha1
              kind: SendPolicy
              metadata: {name: all, namespace: mail}
              spec: {domainRef: {name: example-com}, default: true}
              """;

    assertThat(template(more)).isEqualTo(template(Declared.DOMAIN));
  }

  @Test
  void theWebPortIsThereFromTheFirstTemplateOn() {
    var policy = Declared.DOMAIN.replace("server: {}", "server: {}\n  mtaSts: {mode: Enforce}");

    assertThat(template(policy)).isEqualTo(template(Declared.DOMAIN)).contains("\"web\"");
    assertThat(template(Declared.DOMAIN.replace("{}", "{web: {}}")))
        .isEqualTo(template(Declared.DOMAIN));
  }

  @Test
  void portsImagesAndDrainsDo() {
    var one = template(Declared.DOMAIN);

    assertThat(template(Declared.DOMAIN.replace("{}", "{image: other}"))).isNotEqualTo(one);
    assertThat(template(Declared.DOMAIN.replace("{}", "{drainTimeout: 1m}"))).isNotEqualTo(one);
    assertThat(template(Declared.DOMAIN.replace("{}", "{mailApi: {port: 3100}}")))
        .isNotEqualTo(one);
  }

  @Test
  void aDefaultMeansTheSameAsSayingIt() {
    var said =
        Declared.DOMAIN.replace("{}", "{drainTimeout: 300s, mailApi: {port: 3000}, replicas: 1}");

    assertThat(template(said)).isEqualTo(template(Declared.DOMAIN));
  }
}
