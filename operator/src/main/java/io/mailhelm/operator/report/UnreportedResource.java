package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.UnseenCondition;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What to do about a resource of which no pass over servers has anything new to say. What a pass
 * will say in a moment is not said before it: ten thousand new users would be written twenty
 * thousand times. Pure.
 *
 * @param standing what its status is to say; empty: it stays as it is
 * @param lookAgain when to look again; empty: an event will tell
 */
public record UnreportedResource(Optional<UnreportedReady> standing, Optional<Duration> lookAgain) {
  /** How long a new resource waits for a pass before its status says that it does. */
  static final Duration FIRST_WORD = Duration.ofSeconds(10);

  private static final UnreportedResource KEPT =
      new UnreportedResource(Optional.empty(), Optional.empty());

  /**
   * Decides what to do about a resource.
   *
   * @param conditions of its status; null where there are none
   * @param observed the generation its status is about; null where it says none
   * @param domain the MailDomain it belongs to, or the resource itself where it is one
   * @param host the one whose servers that lives on
   */
  public static UnreportedResource of(
      HasMetadata resource,
      List<Condition> conditions,
      Long observed,
      MailDomain domain,
      MailDomain host,
      Instant now) {
    var obstacle = UnreportedReady.obstacle(domain, host);
    if (obstacle.isPresent()) {
      var declaredSince = !Objects.equals(observed, resource.getMetadata().getGeneration());
      // What runs goes on running while nothing is done; only what is being deleted does not.
      return declaredSince || obstacle.get().isBad()
          ? new UnreportedResource(obstacle, Optional.empty())
          : KEPT;
    }
    if (!UnseenCondition.isAll(conditions)) {
      return KEPT;
    }
    return new UnreportedResource(
        isNew(resource, now) ? Optional.empty() : Optional.of(UnreportedReady.waiting(host)),
        Optional.of(FIRST_WORD));
  }

  /** Whether a resource is so new that its status need not say yet that it waits for a pass. */
  static boolean isNew(HasMetadata resource, Instant now) {
    try {
      return Instant.parse(
              Objects.requireNonNullElse(resource.getMetadata().getCreationTimestamp(), ""))
          .plus(FIRST_WORD)
          .isAfter(now);
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** The answer of a reconciler that has written nothing but the status. */
  public <P extends HasMetadata> UpdateControl<P> control() {
    var control = UpdateControl.<P>noUpdate();
    lookAgain.ifPresent(control::rescheduleAfter);
    return control;
  }
}
