package io.mailhelm.operator.maildomain;

import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.UnseenCondition;
import io.mailhelm.operator.report.UnreportedReady;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the status of a paused MailDomain: what was known of it before, and that it is paused. */
final class PausedStatus {
  private static final String TYPE = "ReconciliationPaused";

  /** Conditions that are kept: a status has room for 16, and somebody else may have filled it. */
  private static final int OTHERS = 15;

  private PausedStatus() {}

  static MailDomainStatus status(MailDomain domain, Clock clock) {
    var before = Optional.ofNullable(domain.getStatus());
    var conditions =
        before
            .map(MailDomainStatus::conditions)
            .map(any -> Objects.requireNonNullElse(any, List.<Condition>of()))
            .orElse(List.of());
    var since =
        conditions.stream()
            .filter(condition -> condition.type().equals(TYPE))
            .filter(condition -> condition.status().equals("True"))
            .flatMap(condition -> Stream.ofNullable(condition.lastTransitionTime()))
            .findFirst()
            .orElse(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    var paused =
        new Condition(
            TYPE,
            "True",
            "Annotated",
            "nothing is changed, for it and all that lives on its servers: remove the annotation"
                + " mailhelm.io/pause to go on",
            since,
            domain.getMetadata().getGeneration());
    var generation = domain.getMetadata().getGeneration();
    // Of what was declared since, and of one that was paused from the first, nothing is known.
    var isKnown =
        !UnseenCondition.isAll(conditions)
            && Objects.equals(
                before.map(MailDomainStatus::observedGeneration).orElse(null), generation);
    var others =
        conditions.stream()
            .filter(condition -> !condition.type().equals(TYPE))
            .filter(condition -> !UnseenCondition.is(condition))
            .limit(OTHERS)
            .toList();
    var all = new ArrayList<>(isKnown ? others : ready(domain, others, clock));
    all.add(paused);
    all.sort(Comparator.comparing(Condition::type));
    return before.orElse(MailDomainStatus.UNKNOWN).withConditions(List.copyOf(all));
  }

  private static List<Condition> ready(MailDomain domain, List<Condition> others, Clock clock) {
    return UnreportedReady.paused(domain)
        .in(others, clock.instant(), domain.getMetadata().getGeneration())
        .stream()
        .limit(OTHERS)
        .toList();
  }
}
