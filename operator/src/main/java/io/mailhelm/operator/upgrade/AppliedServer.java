package io.mailhelm.operator.upgrade;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.desired.Annotations;
import io.mailhelm.operator.desired.ConfigFormats;
import io.mailhelm.operator.desired.PodRevision;
import io.mailhelm.operator.desired.UpdatedSet;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A server as it was last applied, and how far its pods have come since.
 *
 * @param namespace of its MailDomain
 * @param name of its MailDomain
 * @param applied the revision that was applied; empty: by an operator that did not note it
 * @param begun the upgrade that began last, which may be complete by now; empty: there is none
 * @param pods the state of its pods
 * @param formats of a config that the applied image reads; empty: unknown
 */
record AppliedServer(
    String namespace,
    String name,
    Optional<PodRevision> applied,
    Optional<Begun> begun,
    Pods pods,
    Optional<List<Integer>> formats) {

  /**
   * An upgrade that has begun.
   *
   * @param since when
   * @param ownersCause whether the owner may be the reason that pods do not come up: they were not
   *     ready before, the owner names the image, or the declaration has changed since
   */
  record Begun(Instant since, boolean ownersCause) {}

  /**
   * The pods of a server.
   *
   * @param complete whether all are of the applied revision, and ready
   * @param ready how many are
   * @param stalled whether they cannot come up until a person acts
   */
  record Pods(boolean complete, int ready, boolean stalled) {}

  static AppliedServer of(MailDomain domain, StatefulSet set) {
    var annotations =
        Objects.requireNonNullElse(set.getMetadata().getAnnotations(), Map.<String, String>of());
    var status = Objects.requireNonNullElse(set.getStatus(), new StatefulSetStatus());
    return new AppliedServer(
        domain.getMetadata().getNamespace(),
        domain.getMetadata().getName(),
        applied(annotations),
        time(annotations.get(Annotations.UPGRADING))
            .map(since -> new Begun(since, annotations.containsKey(Annotations.OWNERS_CAUSE))),
        new Pods(isComplete(set, status), count(status.getReadyReplicas()), stalled(domain)),
        ConfigFormats.of(set));
  }

  /** The upgrade that is not over yet. */
  Optional<Begun> underWay() {
    return begun.filter(any -> !pods.complete());
  }

  /**
   * Whether there is no pod, and none can come up from what was applied: its image does not read
   * the present config, or the one that would be written.
   *
   * @param written the format of what is there; empty: nothing is
   * @param own the format that this operator writes
   */
  boolean cannotRun(Optional<Integer> written, int own) {
    return pods.ready() == 0
        && formats.filter(reads -> !reads.contains(written.orElse(own))).isPresent();
  }

  private static Optional<PodRevision> applied(Map<String, String> annotations) {
    var declared = annotations.get(Annotations.DECLARED);
    var template = annotations.get(Annotations.TEMPLATE);
    return declared == null || template == null
        ? Optional.empty()
        : Optional.of(new PodRevision(declared, template));
  }

  private static boolean isComplete(StatefulSet set, StatefulSetStatus status) {
    return UpdatedSet.is(set)
        && count(status.getReadyReplicas()) == count(set.getSpec().getReplicas())
        && Objects.equals(status.getCurrentRevision(), status.getUpdateRevision());
  }

  private static int count(Integer number) {
    return Objects.requireNonNullElse(number, 0);
  }

  /**
   * Whether the MailDomain is Stalled because its pods are not ready, and not because of what it
   * declares.
   */
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
