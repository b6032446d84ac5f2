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

  private ForeignApis() {}

  /** Installs one for the whole API server, and waits until it is served. */
  static void install(KubeApi api, String group, String kind, String plural) {
    new Seen(api)
        .apply(
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %s.%s}
            spec:
              group: %2$s
              names: {kind: %s, plural: %1$s}
              scope: Namespaced
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema:
                    openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """
                .formatted(plural, group, kind));
    Awaitility.await(kind + " is served")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> api.client().getApiResources(group + "/v1") != null);
  }
}
