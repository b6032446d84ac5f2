package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserStatus;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus;
import io.mailhelm.operator.desired.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Writes statuses that say something new, and tells of conditions that have changed. It does not
 * leave the writing to the SDK, which would take any event of the resource during the write for its
 * own, even a deletion. Any thread.
 */
public final class StatusWriter {
  private static final int NOT_FOUND = 404;
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Labels.OPERATOR)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final Transitions transitions;
  private final ResourceMeters meters;
  private final ReadyCounts counts;

  public StatusWriter(
      KubernetesClient client, Transitions transitions, ResourceMeters meters, ReadyCounts counts) {
    this.client = client;
    this.transitions = transitions;
    this.meters = meters;
    this.counts = counts;
  }

  /** The counts of resources by their condition Ready. */
  public ReadyCounts counts() {
    return counts;
  }

  /** The writer of Events when conditions change. */
  public Transitions transitions() {
    return transitions;
  }

  /** Writes the status of a MailDomain. */
  public void write(MailDomain domain, MailDomainStatus status) {
    meters.show(domain, status);
    write(
        domain,
        new MailDomain(),
        status,
        conditions(domain.getStatus(), MailDomainStatus::conditions),
        status.conditions());
    KeyStages.tell(domain, status, (reason, message) -> transitions.note(domain, reason, message));
  }

  /** Writes the status of a MailUser. */
  public void write(MailUser user, MailUserStatus status) {
    write(
        user,
        new MailUser(),
        status,
        conditions(user.getStatus(), MailUserStatus::conditions),
        status.conditions());
  }

  /** Writes the status of a SendPolicy. */
  public void write(SendPolicy policy, SendPolicyStatus status) {
    write(
        policy,
        new SendPolicy(),
        status,
        conditions(policy.getStatus(), SendPolicyStatus::conditions),
        status.conditions());
  }

  /**
   * Writes the condition Ready of a MailDomain for which no pass has a status. The rest of its
   * status stays.
   */
  public void write(MailDomain domain, UnreportedReady standing, Instant now) {
    var was = Objects.requireNonNullElse(domain.getStatus(), MailDomainStatus.UNKNOWN);
    write(
        domain,
        was.withConditions(
            standing.in(
                conditions(domain.getStatus(), MailDomainStatus::conditions),
                now,
                domain.getMetadata().getGeneration())));
  }

  /** The same of a MailUser. */
  public void write(MailUser user, UnreportedReady standing, Instant now) {
    var was = Optional.ofNullable(user.getStatus());
    write(
        user,
        new MailUserStatus(
            was.map(MailUserStatus::observedGeneration).orElse(null),
            was.map(MailUserStatus::address).orElse(null),
            was.map(MailUserStatus::credentials).orElse(null),
            was.map(MailUserStatus::observedSecretVersion).orElse(null),
            was.map(MailUserStatus::sendPolicy).orElse(null),
            standing.in(
                conditions(user.getStatus(), MailUserStatus::conditions),
                now,
                user.getMetadata().getGeneration())));
  }

  /** The same of a SendPolicy. */
  public void write(SendPolicy policy, UnreportedReady standing, Instant now) {
    var was = Optional.ofNullable(policy.getStatus());
    write(
        policy,
        new SendPolicyStatus(
            was.map(SendPolicyStatus::observedGeneration).orElse(null),
            was.map(SendPolicyStatus::users).orElse(null),
            was.map(SendPolicyStatus::warmUp).orElse(null),
            was.map(SendPolicyStatus::rates).orElse(null),
            standing.in(
                conditions(policy.getStatus(), SendPolicyStatus::conditions),
                now,
                policy.getMetadata().getGeneration())));
  }

  /** The resource is gone. */
  public void forget(MailDomain domain) {
    meters.forget(domain);
  }

  private <S, T extends CustomResource<?, S>> void write(
      T resource, T fresh, S status, List<Condition> before, List<Condition> after) {
    if (Objects.equals(resource.getStatus(), status)) {
      return;
    }
    fresh.setMetadata(identity(resource));
    fresh.setStatus(status);
    try {
      client.resource(fresh).subresource("status").patch(APPLY);
      // Once it is written: one that is not is written anew, and would be told of anew.
      transitions.tell(resource, before, after);
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND) {
        throw e;
      }
    }
  }

  /**
   * Metadata that identifies the resource and says no more: whatever fields are applied become the
   * operator's.
   */
  private static ObjectMeta identity(CustomResource<?, ?> resource) {
    return new ObjectMetaBuilder()
        .withName(resource.getMetadata().getName())
        .withNamespace(resource.getMetadata().getNamespace())
        .build();
  }

  private static <S> List<Condition> conditions(
      S status, java.util.function.Function<S, List<Condition>> of) {
    return Optional.ofNullable(status).map(of).orElse(List.of());
  }
}
