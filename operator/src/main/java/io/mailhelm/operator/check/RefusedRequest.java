package io.mailhelm.operator.check;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.URL;

/** Explains why an API server refused a request, and what to do about it. */
final class RefusedRequest {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private RefusedRequest() {}

  static String words(KubernetesClientException refusal, URL server) {
    var said = said(refusal);
    if (refusal.getStatus() == null) {
      return "%s does not answer (%s): see whether a NetworkPolicy keeps this pod from it"
          .formatted(server, said);
    }
    return switch (refusal.getCode()) {
      case UNAUTHORIZED -> said + ": the pod's token does not count";
      case FORBIDDEN ->
          said
              + ": where that is a lack of rights, the chart gives them with rbac.create, else"
              + " whoever made the roles must (templates/check.yaml)";
      case NOT_FOUND -> said + ": a namespace that is watched has to be there";
      default -> said;
    };
  }

  private static String said(KubernetesClientException refusal) {
    var status = refusal.getStatus();
    if (status != null && status.getMessage() != null) {
      return status.getMessage();
    }
    var cause = refusal.getCause();
    return cause == null ? refusal.getMessage() : cause.getMessage();
  }
}
