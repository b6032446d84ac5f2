package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Recognises a refusal by the API server that would be the same the next time. */
public final class RefusedWrite {
  /** Bad request, forbidden (a quota, an admission webhook, a right), too large, invalid. */
  private static final Set<Integer> CODES = Set.of(400, 403, 413, 422);

  private RefusedWrite() {}

  /** Whether this is such a refusal. A conflict, a time-out or a busy server is not. */
  public static boolean is(Throwable e) {
    return e instanceof KubernetesClientException refused && CODES.contains(refused.getCode());
  }

  /** The API server's own words and, where a right is missing, how to give it. */
  public static String words(KubernetesClientException e) {
    var own = Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElse(e.getMessage());
    return MissingRight.explained(Objects.requireNonNullElse(own, "code " + e.getCode()));
  }

  /**
   * Writes something.
   *
   * @return the API server's words of refusal; empty: it is written
   * @throws KubernetesClientException for what may succeed the next time
   */
  public static Optional<String> of(Runnable write) {
    try {
      write.run();
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (!is(e)) {
        throw e;
      }
      return Optional.of(words(e));
    }
  }
}
