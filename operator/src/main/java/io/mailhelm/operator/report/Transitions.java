package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.mailhelm.crds.Condition;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Tells of conditions that turn, as Events on the resource. Any thread. */
public final class Transitions {
  private static final Logger LOG = Logger.getLogger(Transitions.class);

  /** True is bad news. */
  private static final Set<String> BAD_WHEN_TRUE =
      Set.of("Stalled", "Listed", "Paused", "ReconciliationPaused");

  /** Conditions that are False for one reason, and then for another that is news, too. */
  private static final Set<String> TOLD_BY_REASON = Set.of("ServerReady", "StorageReady");

  /** The reason of a pod of which no more is known than that it is not ready. */
  private static final String PODS_NOT_READY = "PodsNotReady";

  /** A thousand servers that wait for their turn are no news; one that does not come up is. */
  private static final String UP_TO_DATE = "UpToDate";

  private static final String UPGRADE_FAILED = "UpgradeFailed";

  private static final int MESSAGE_MAX = 1024;

  private final KubernetesClient client;
  private final Clock clock;

  public Transitions(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Tells of what turned between two statuses. A condition that is first seen, and is as it should
   * be, is no news: ten thousand users who come to be would bring ten thousand Events.
   */
  public void tell(HasMetadata resource, List<Condition> before, List<Condition> after) {
    var old = Objects.requireNonNullElse(before, List.<Condition>of());
    for (var condition : after) {
      var previous = old.stream().filter(any -> any.type().equals(condition.type())).findFirst();
      var was = previous.map(Condition::status).orElse("Unknown");
      var turned = !was.equals(condition.status()) && !condition.status().equals("Unknown");
      var told =
          condition.type().equals(UP_TO_DATE)
              ? isFailedUpgrade(previous, condition)
              : turned && (!was.equals("Unknown") || isBad(condition))
                  || isNewFailure(previous, condition);
      if (told) {
        event(resource, isBad(condition), condition.reason(), text(condition));
      }
    }
  }

  /**
   * Pods are gone before anybody knows why the next one does not run, and a claim that cannot grow
   * may be deleted.
   */
  private static boolean isNewFailure(Optional<Condition> before, Condition now) {
    return TOLD_BY_REASON.contains(now.type())
        && now.status().equals("False")
        && !PODS_NOT_READY.equals(now.reason())
        && before
            .filter(was -> was.status().equals("False"))
            .filter(was -> !Objects.equals(was.reason(), now.reason()))
            .isPresent();
  }

  private static boolean isFailedUpgrade(Optional<Condition> before, Condition now) {
    return UPGRADE_FAILED.equals(now.reason())
        && before.filter(was -> UPGRADE_FAILED.equals(was.reason())).isEmpty();
  }

  /** Tells of something a person may want to know. */
  public void note(HasMetadata resource, String reason, String message) {
    event(resource, false, reason, message);
  }

  private static String text(Condition condition) {
    return "%s is %s: %s".formatted(condition.type(), condition.status(), condition.message());
  }

  private static boolean isBad(Condition condition) {
    return BAD_WHEN_TRUE.contains(condition.type()) == condition.status().equals("True");
  }

  private void event(HasMetadata resource, boolean bad, String reason, String message) {
    var metadata = resource.getMetadata();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(metadata.getName() + ".")
            .withNamespace(metadata.getNamespace())
            .endMetadata()
            .withInvolvedObject(
                new ObjectReferenceBuilder()
                    .withApiVersion(resource.getApiVersion())
                    .withKind(resource.getKind())
                    .withNamespace(metadata.getNamespace())
                    .withName(metadata.getName())
                    .withUid(metadata.getUid())
                    .build())
            .withType(bad ? "Warning" : "Normal")
            .withReason(reason)
            .withMessage(message.substring(0, Math.min(message.length(), MESSAGE_MAX)))
            .withNewSource()
            .withComponent("mailhelm-operator")
            .endSource()
            .withReportingComponent("mailhelm.io/operator")
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .build();
    try {
      client.v1().events().resource(event).create();
    } catch (KubernetesClientException e) {
      // The status says the same; no resource is to wait for its Event.
      LOG.warnf("the Event %s of %s was not written: %s", reason, metadata.getName(), e);
    }
  }
}
