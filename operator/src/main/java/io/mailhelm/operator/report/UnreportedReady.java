package io.mailhelm.operator.report;

import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.config.Surrogates;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The condition Ready of a resource for which no pass over servers has a status. Pure.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 */
public record UnreportedReady(String status, String reason, String message) {
  private static final String READY = "Ready";
  private static final String UNKNOWN = "Unknown";
  private static final String FAILED = "ReconcileFailed";

  /** Characters that are quoted of another resource's message; a longer one can be read there. */
  private static final int QUOTED_AT_MOST = 300;

  /** Reconciling it fails. */
  static UnreportedReady failed(String words) {
    return new UnreportedReady(UNKNOWN, FAILED, words);
  }

  /** Nothing is done for it until a person removes an annotation. */
  public static UnreportedReady paused(MailDomain host) {
    return new UnreportedReady(
        UNKNOWN,
        "ReconciliationPaused",
        "MailDomain %s is paused, and so is all that lives on its servers: remove its annotation mailhelm.io/pause"
            .formatted(name(host)));
  }

  /** The MailDomain that it belongs to is being deleted. */
  static UnreportedReady going(MailDomain domain) {
    return new UnreportedReady(
        "False",
        "DomainNotFound",
        "MailDomain %s is being deleted: declare it again once it is gone, or delete this"
            .formatted(name(domain)));
  }

  /** The MailDomain that it belongs to has not been reconciled yet. */
  static UnreportedReady waiting(MailDomain host) {
    return new UnreportedReady(
        UNKNOWN,
        "NotChecked",
        "no pass over the servers of MailDomain %s has come to it yet".formatted(name(host)));
  }

  /**
   * The known reason why no pass deals with what belongs to a MailDomain.
   *
   * @param host the MailDomain whose servers it lives on
   * @return empty where no reason is known
   */
  static Optional<UnreportedReady> obstacle(MailDomain domain, MailDomain host) {
    if (StatusSubject.of(host).paused()) {
      return Optional.of(paused(host));
    }
    return Stream.of(host, domain)
        .filter(any -> any.getMetadata().getDeletionTimestamp() != null)
        .findFirst()
        .map(UnreportedReady::going)
        .or(() -> failure(host));
  }

  private static Optional<UnreportedReady> failure(MailDomain host) {
    return Optional.ofNullable(host.getStatus()).map(MailDomainStatus::conditions).stream()
        .flatMap(List::stream)
        .filter(any -> READY.equals(any.type()) && FAILED.equals(any.reason()))
        .findFirst()
        .map(
            ready ->
                new UnreportedReady(
                    UNKNOWN,
                    "NotChecked",
                    "MailDomain %s cannot be dealt with: %s"
                        .formatted(
                            name(host), cut(Objects.requireNonNullElse(ready.message(), "")))));
  }

  /** Whether it is known not to be ready. */
  boolean isBad() {
    return status.equals("False");
  }

  /**
   * The conditions with this one as Ready, and all others as before.
   *
   * @param before null where there were none
   */
  public List<Condition> in(List<Condition> before, Instant now, Long generation) {
    var old = Objects.requireNonNullElse(before, List.<Condition>of());
    var since =
        old.stream()
            .filter(any -> READY.equals(any.type()) && status.equals(any.status()))
            .map(any -> Objects.requireNonNullElse(any.lastTransitionTime(), ""))
            .filter(time -> !time.isEmpty())
            .findFirst()
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    var all = new ArrayList<Condition>();
    all.add(new Condition(READY, status, reason, message, since, generation));
    old.stream().filter(any -> !READY.equals(any.type())).forEach(all::add);
    all.sort(Comparator.comparing(Condition::type));
    return List.copyOf(all);
  }

  private static String cut(String words) {
    return Surrogates.shortened(words, QUOTED_AT_MOST);
  }

  private static String name(MailDomain domain) {
    return domain.getMetadata().getName();
  }
}
