package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What the API server says against a write that it would not take the next time either. */
public final class RefusedWrite {
  /** Bad request, forbidden (a quota, an admission webhook, a right), too large, invalid. */
  private static final Set<Integer> CODES = Set.of(400, 403, 413, 422);

  private RefusedWrite() {}

  /** Whether this is one; a conflict, a time-out or a server that is busy is none. */
  public static boolean is(Throwable e) {
    return e instanceof KubernetesClientException refused && CODES.contains(refused.getCode());
  }

  /** The API server's own words, and who gives a right that is missing. */
  public static String words(KubernetesClientException e) {
    var own = Optional.ofNullable(e.getStatus()).map(Status::getMessage).orElse(e.getMessage());
    return MissingRight.explained(Objects.requireNonNullElse(own, "code " + e.getCode()));
  }

  /**
   * Writes something.
   *
   * @return what the API server says against it; empty: it is written
   * @throws KubernetesClientException for what may be otherwise the next time
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
