package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.compiler.UpgradeState;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.Condition;
import io.mailhelm.dns.ElapsedTime;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Writes Events when conditions change: one for each cause, however many conditions it changes and
 * however often. Any thread.
 */
public final class Transitions {
  private static final String READY = "Ready";

  /** Conditions for which True is bad. */
  private static final Set<String> BAD_WHEN_TRUE =
      Set.of("Stalled", "Listed", "Paused", "Blocked", "ReconciliationPaused");

  /**
   * The conditions that make up Ready, and those that follow from them: an Event names these before
   * others.
   */
  private static final List<String> PARTS = List.of("ServerReady", "ConfigApplied", "TLSReady");

  private static final Set<String> WITH_READY =
      Set.of("ServerReady", "ConfigApplied", "TLSReady", "CredentialsReady", "Stalled");

  /** Conditions for which a change from one reason for False to another is news, too. */
  private static final Set<String> TOLD_BY_REASON = Set.of("ServerReady", "StorageReady");

  private static final String UP_TO_DATE = "UpToDate";

  /** Its owner asked to be asked; nothing is wrong. */
  private static final String WAITS_FOR_OWNER = UpgradeState.State.WaitsForOwner.name();

  /**
   * A thousand servers that wait for their turn are no news; one that does not come up is, and one
   * that waits for a person.
   */
  private static final Set<String> NEWS_OF_UPGRADES =
      Set.of(UpgradeState.State.UpgradeFailed.name(), WAITS_FOR_OWNER);

  /** The reason when nothing more is known of a pod than that it is not ready. */
  private static final String PODS_NOT_READY = "PodsNotReady";

  /**
   * Reasons that are no news: a change under way, or a fault of another resource, which tells of it
   * itself.
   */
  private static final Set<String> UNTOLD = Set.of("Pending", Reason.ReferenceRefused.name());

  private final EventWriter events;
  private final EventShares shares = new EventShares(ElapsedTime.SYSTEM);
  private final Clock clock;

  public Transitions(KubernetesClient client, Clock clock) {
    this.events = new EventWriter(client);
    this.clock = clock;
  }

  /** A condition that changed, and whether for the worse. */
  record News(boolean bad, Condition condition) {
    private static int rank(Condition condition) {
      var part = PARTS.indexOf(condition.type());
      return part >= 0 ? part : PARTS.size() + (condition.type().equals(READY) ? 0 : 1);
    }
  }

  /** Writes Events for the conditions that changed between two statuses. */
  void tell(HasMetadata resource, List<Condition> before, List<Condition> after) {
    news(before, after)
        .forEach(
            news -> {
              var condition = news.condition();
              share(resource, news.bad(), condition.reason(), text(condition));
            });
  }

  /**
   * The conditions to tell of. One that is new and good is no news: ten thousand new users would
   * bring ten thousand Events.
   */
  static List<News> news(List<Condition> before, List<Condition> after) {
    var old = Objects.requireNonNullElse(before, List.<Condition>of());
    var all =
        after.stream()
            .filter(condition -> turned(old, condition))
            .filter(condition -> !UNTOLD.contains(condition.reason()))
            .map(condition -> new News(isBad(condition), condition))
            .toList();
    return all.stream().filter(news -> isFirst(news, all)).toList();
  }

  private static boolean turned(List<Condition> old, Condition now) {
    var previous = old.stream().filter(any -> any.type().equals(now.type())).findFirst();
    if (now.type().equals(UP_TO_DATE)) {
      return isNewsOfUpgrade(previous, now);
    }
    var was = previous.map(Condition::status).orElse("Unknown");
    var turned = !was.equals(now.status()) && !now.status().equals("Unknown");
    return turned
            && (!was.equals("Unknown") || isBad(now))
            && !(UNTOLD.contains(previous.map(Condition::reason).orElse("")) && !isBad(now))
        || isNewFailure(previous, now);
  }

  /**
   * Whether this one is told of: of the conditions that one cause made bad the first, of those that
   * are good again Ready.
   */
  private static boolean isFirst(News news, List<News> all) {
    return all.stream()
        .filter(other -> other != news && other.bad() == news.bad())
        .noneMatch(other -> news.bad() ? isCause(other, news) : isWhole(other, news));
  }

  private static boolean isCause(News other, News news) {
    return Objects.equals(other.condition().reason(), news.condition().reason())
        && News.rank(other.condition()) < News.rank(news.condition());
  }

  private static boolean isWhole(News other, News news) {
    return other.condition().type().equals(READY) && WITH_READY.contains(news.condition().type());
  }

  private static boolean isNewsOfUpgrade(Optional<Condition> before, Condition now) {
    return NEWS_OF_UPGRADES.contains(now.reason())
        && before.filter(was -> now.reason().equals(was.reason())).isEmpty();
  }

  /**
   * Whether a condition that was False already is so for a new reason. Pods are gone before it is
   * known why the next one does not run, and a claim that could not grow may be deleted: that is
   * news, too.
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

  /** Writes an Event of something that a person may want to know and that no condition says. */
  public void note(HasMetadata resource, String reason, String message) {
    event(resource, false, reason, message, "");
  }

  private void share(HasMetadata resource, boolean bad, String reason, String message) {
    var namespace = resource.getMetadata().getNamespace();
    switch (shares.take(namespace, resource.getKind(), reason)) {
      case TOLD -> event(resource, bad, reason, message, "");
      case LAST ->
          event(
              resource,
              bad,
              reason,
              message,
              " (for how many more this is so no Event says for %d minutes: kubectl get %s -n %s)"
                  .formatted(EventShares.WINDOW.toMinutes(), resource.getPlural(), namespace));
      case UNTOLD -> {}
    }
  }

  private void event(HasMetadata resource, boolean bad, String reason, String message, String end) {
    events.write(
        resource,
        bad,
        reason,
        EventWriter.cut(message, end),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static String text(Condition condition) {
    return "%s is %s: %s".formatted(condition.type(), condition.status(), condition.message());
  }

  private static boolean isBad(Condition condition) {
    return !WAITS_FOR_OWNER.equals(condition.reason())
        && BAD_WHEN_TRUE.contains(condition.type()) == condition.status().equals("True");
  }
}
