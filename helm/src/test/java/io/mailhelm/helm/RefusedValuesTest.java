package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slip in the values is said before anything is touched. */
class RefusedValuesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          replica: 2                                     | additional properties 'replica' not allowed
          replicas: 3                                    | '/replicas': maximum: got 3, want 2
          replicas: 0                                    | '/replicas': minimum: got 0, want 1
          replicas: two                                  | '/replicas': got string, want integer
          watch: {namespaces: shop}                      | '/watch/namespaces': got string, want array
          watch: {namespaces: [Shop]}                    | '/watch/namespaces/0': 'Shop' does not match pattern
          watch: {namespaces: [shop, shop]}              | '/watch/namespaces': items at 0 and 1 are equal
          watch: {namespace: shop}                       | additional properties 'namespace' not allowed
          watch: {namespaces: [shop], all: true}         | watch.all is every namespace
          allow: {domains: [{domains: [a.example]}]}     | '/allow/domains/0': missing property 'namespaces'
          allow: {domains: [{namespaces: [a], domains: ["*"]}]} | '/allow/domains/0/domains/0'
          allow: {domains: {mail: [a.example]}}          | '/allow/domains': got object, want array
          allow: {images: ["any image"]}                 | '/allow/images/0'
          admissionPolicy: {unwatched: Deny}             | '/admissionPolicy/unwatched': value must be one of
          global: {imageRegistry: "https://mirror"}      | '/global/imageRegistry': 'https://mirror' does not match pattern
          allow: {resolvers: "yes"}                      | '/allow/resolvers': got string, want boolean
          image: {tag: "not a tag"}                      | '/image/tag': 'not a tag' does not match pattern
          image: {repository: ""}                        | '/image/repository'
          image: {pullPolicy: Sometimes}                 | '/image/pullPolicy': value must be one of
          serviceAccount: {create: false}                | '/serviceAccount/name': minLength
          imagePullSecrets: [pull]                       | '/imagePullSecrets/0': got string, want object
          podSecurityContext: {runAsUser: 0}             | '/podSecurityContext/runAsUser': minimum: got 0, want 1
          podSecurityContext: {runAsNonRoot: false}      | '/podSecurityContext/runAsNonRoot': value must be true
          podSecurityContext: {seccompProfile: {type: Unconfined}} | '/podSecurityContext/seccompProfile/type'
          podSecurityContext: {sysctls: []}              | additional properties 'sysctls' not allowed
          securityContext: {privileged: true}            | additional properties 'privileged' not allowed
          securityContext: {allowPrivilegeEscalation: true} | '/securityContext/allowPrivilegeEscalation': value must be false
          securityContext: {capabilities: {drop: [NET_RAW]}} | '/securityContext/capabilities/drop'
          securityContext: {capabilities: {add: [SYS_ADMIN]}} | additional properties 'add' not allowed
          extraVolumes: [{name: host, hostPath: {path: /}}] | additional properties 'hostPath' not allowed
          extraVolumes: [{name: tmp, emptyDir: {}}]      | '/extraVolumes/0/name'
          extraVolumeMounts: [{name: ca}]                | '/extraVolumeMounts/0': missing property 'mountPath'
          logLevel: LOUD                                 | '/logLevel': value must be one of
          commonLabels: {a: "no label!"}                 | '/commonLabels/a'
          check: {afterInstall: "yes"}                   | '/check/afterInstall': got string, want boolean
          extraEnv: {A: b}                               | '/extraEnv': got object, want array
          podLabels: {a: "no label!"}                    | '/podLabels/a'
          monitoring: {podMonitor: {interval: fast}}     | '/monitoring/podMonitor/interval'
          monitoring: {podMonitor: {enabled: true}, serviceMonitor: {enabled: true}} | scraped twice: enable one of them
          monitoring: {servers: {interval: fast}}        | '/monitoring/servers/interval'
          monitoring: {rules: {enabled: "yes"}}          | '/monitoring/rules/enabled': got string, want boolean
          dns: {resolvers: [dns.example]}                | '/dns/resolvers/0': 'dns.example' does not match pattern
          upgrades: {atOnce: 0}                          | '/upgrades/atOnce': minimum: got 0, want 1
          upgrades: {stopAfter: 0}                       | '/upgrades/stopAfter': minimum: got 0, want 1
          resources: {limit: {memory: 1Gi}}              | additional properties 'limit' not allowed
          """)
  void badValuesAreRefusedByName(String values, String says) {
    assertThatThrownBy(() -> Chart.text(values)).hasMessageContaining(says);
  }
}
