package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reaches pods through the API server's port-forward, as {@code kubectl port-forward} does. */
record PortForwards(KubernetesClient client) implements PodTunnel {
  /** Lets the system choose a port. */
  private static final int ANY_PORT = 0;

  /** A WebSocket begins as a GET, and a forward is made: newer API servers want both. */
  private static final List<String> VERBS = List.of("get", "create");

  /** Of a model that the plugin does without. */
  private static final ResourceDefinitionContext REVIEWS =
      new ResourceDefinitionContext.Builder()
          .withGroup("authorization.k8s.io")
          .withVersion("v1")
          .withKind("SelfSubjectAccessReview")
          .withPlural("selfsubjectaccessreviews")
          .withNamespaced(false)
          .build();

  static PodTunnel of(KubernetesClient client) {
    return new PortForwards(client);
  }

  @Override
  public Way open(Pod pod, int port) throws IOException {
    try {
      var forward =
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .portForward(port, InetAddress.getLoopbackAddress(), ANY_PORT);
      var namespace = pod.getMetadata().getNamespace();
      return new Way(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), forward.getLocalPort()),
          () -> failure(forward, namespace));
    } catch (KubernetesClientException e) {
      throw new IOException("no port-forward to port %d: %s".formatted(port, e.getMessage()), e);
    }
  }

  /** A socket that was cut says nothing; the forward knows what became of it. */
  private Optional<String> failure(LocalPortForward forward, String namespace) {
    return forward.getServerThrowables().stream()
        .findFirst()
        .map(failure -> "no port-forward to it: " + sentence(failure, namespace));
  }

  private String sentence(Throwable failure, String namespace) {
    for (var each = failure; each != null; each = each.getCause()) {
      if (each instanceof WebSocketHandshakeException refused) {
        var code = refused.getResponse().code();
        return code == HttpURLConnection.HTTP_FORBIDDEN
            ? "%s of pods/portforward is forbidden in the namespace %s: docs/kubectl.md lists the rights that the commands need"
                .formatted(missingVerbs(namespace), namespace)
            : "the API server answers %d".formatted(code);
      }
    }
    return failure.getMessage();
  }

  /** Which of the verbs that it takes are not granted; both where the API server says of none. */
  private String missingVerbs(String namespace) {
    var missing = VERBS.stream().filter(verb -> !isAllowed(verb, namespace)).toList();
    return String.join(" and ", missing.isEmpty() ? VERBS : missing);
  }

  private boolean isAllowed(String verb, String namespace) {
    var review = new GenericKubernetesResource();
    review.setApiVersion("authorization.k8s.io/v1");
    review.setKind("SelfSubjectAccessReview");
    review.setAdditionalProperty(
        "spec",
        Map.of(
            "resourceAttributes",
            Map.of(
                "verb",
                verb,
                "resource",
                "pods",
                "subresource",
                "portforward",
                "namespace",
                namespace)));
    try {
      var answer = client.genericKubernetesResources(REVIEWS).resource(review).create();
      return Boolean.TRUE.equals(answer.get("status", "allowed"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }
}
