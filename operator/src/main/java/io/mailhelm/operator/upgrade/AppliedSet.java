package io.mailhelm.operator.upgrade;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.desired.Annotations;
import io.mailhelm.operator.desired.PodRevision;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A server as it was last applied, and how far it has come.
 *
 * @param namespace of its MailDomain
 * @param name of its MailDomain
 * @param applied what was applied; empty: by an operator that did not say
 * @param since when its upgrade began; empty: none is under way
 * @param complete whether all pods are of what was applied, and ready
 * @param ready how many pods are
 * @param stalled whether its pods do not come up without a person
 */
record AppliedSet(
    String namespace,
    String name,
    Optional<PodRevision> applied,
    Optional<Instant> since,
    boolean complete,
    int ready,
    boolean stalled) {

  static AppliedSet of(MailDomain domain, StatefulSet set) {
    var annotations =
        Objects.requireNonNullElse(set.getMetadata().getAnnotations(), Map.<String, String>of());
    var status = Objects.requireNonNullElse(set.getStatus(), new StatefulSetStatus());
    return new AppliedSet(
        domain.getMetadata().getNamespace(),
        domain.getMetadata().getName(),
        applied(annotations),
        time(annotations.get(Annotations.UPGRADING)),
        isComplete(set, status),
        count(status.getReadyReplicas()),
        stalled(domain));
  }

  private static Optional<PodRevision> applied(Map<String, String> annotations) {
    var declared = annotations.get(Annotations.DECLARED);
    var template = annotations.get(Annotations.TEMPLATE);
    return declared == null || template == null
        ? Optional.empty()
        : Optional.of(new PodRevision(declared, template));
  }

  /** Of a set whose controller has not looked yet, the status is of what was before. */
  private static boolean isComplete(StatefulSet set, StatefulSetStatus status) {
    var wanted = count(set.getSpec().getReplicas());
    return Objects.equals(status.getObservedGeneration(), set.getMetadata().getGeneration())
        && count(status.getUpdatedReplicas()) == wanted
        && count(status.getReadyReplicas()) == wanted
        && Objects.equals(status.getCurrentRevision(), status.getUpdateRevision());
  }

  private static int count(Integer number) {
    return Objects.requireNonNullElse(number, 0);
  }

  /** Stalled for the reason that its pods are not ready, not for something that is declared. */
  private static boolean stalled(MailDomain domain) {
    var stalled = condition(domain, "Stalled", "True");
    return stalled.isPresent()
        && condition(domain, "ServerReady", "False")
            .map(Condition::reason)
            .equals(stalled.map(Condition::reason));
  }

  private static Optional<Condition> condition(MailDomain domain, String type, String status) {
    return Optional.ofNullable(domain.getStatus())
        .map(any -> Objects.requireNonNullElse(any.conditions(), List.<Condition>of()))
        .orElse(List.of())
        .stream()
        .filter(Objects::nonNull)
        .filter(any -> type.equals(any.type()) && status.equals(any.status()))
        .findFirst();
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.ofNullable(text).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
