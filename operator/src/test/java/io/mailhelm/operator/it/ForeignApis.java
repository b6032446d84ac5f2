package io.mailhelm.operator.it;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Kinds of others, with any content: enough to be asked for. */
final class ForeignApis {
  /** cert-manager's. */
  static final ResourceDefinitionContext CERTIFICATE =
      new ResourceDefinitionContext.Builder()
          .withGroup("cert-manager.io")
          .withVersion("v1")
          .withKind("Certificate")
          .withPlural("certificates")
          .withNamespaced(true)
          .build();

  /** ExternalDNS'. */
  static final ResourceDefinitionContext DNS_ENDPOINT =
      new ResourceDefinitionContext.Builder()
          .withGroup("externaldns.k8s.io")
          .withVersion("v1alpha1")
          .withKind("DNSEndpoint")
          .withPlural("dnsendpoints")
          .withNamespaced(true)
          .build();

  private ForeignApis() {}

  /** Installs one of version v1 for the whole API server, and waits until it is served. */
  static void install(KubeApi api, String group, String kind, String plural) {
    install(api, group, kind, plural, "v1");
  }

  /** Installs ExternalDNS' kind. */
  static void installDnsEndpoint(KubeApi api) {
    install(api, "externaldns.k8s.io", "DNSEndpoint", "dnsendpoints", "v1alpha1");
  }

  private static void install(
      KubeApi api, String group, String kind, String plural, String version) {
    new Seen(api)
        .apply(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: %s.%s
              # asked for of whoever uses a group of Kubernetes' own
              annotations: {api-approved.kubernetes.io: "unapproved, for tests"}
            spec:
              group: %2$s
              names: {kind: %3$s, plural: %1$s}
              scope: Namespaced
              versions:
                - name: %4$s
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """
                .formatted(plural, group, kind, version));
    Awaitility.await(kind + " is served")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> api.client().getApiResources(group + "/" + version) != null);
  }
}
