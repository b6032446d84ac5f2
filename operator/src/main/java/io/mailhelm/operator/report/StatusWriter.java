package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserStatus;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Writes statuses that say something new, and tells of what turned. Any thread. */
public final class StatusWriter {
  private final Transitions transitions;
  private final ResourceMeters meters;

  public StatusWriter(Transitions transitions, ResourceMeters meters) {
    this.transitions = transitions;
    this.meters = meters;
  }

  /** Tells of what turns. */
  public Transitions transitions() {
    return transitions;
  }

  /** How to write the status of a MailDomain. */
  public UpdateControl<MailDomain> write(MailDomain domain, MailDomainStatus status) {
    meters.show(domain, status);
    return write(
        domain,
        new MailDomain(),
        status,
        conditions(domain.getStatus(), MailDomainStatus::conditions),
        status.conditions());
  }

  /** Writes the status of a MailDomain that is being deleted, at once. */
  public void writeNow(MailDomain domain, MailDomainStatus status, Context<MailDomain> context) {
    var control = write(domain, status);
    control
        .getResource()
        .ifPresent(fresh -> context.resourceOperations().serverSideApplyPrimaryStatus(fresh));
  }

  /** How to write the status of a MailUser. */
  public UpdateControl<MailUser> write(MailUser user, MailUserStatus status) {
    return write(
        user,
        new MailUser(),
        status,
        conditions(user.getStatus(), MailUserStatus::conditions),
        status.conditions());
  }

  /** How to write the status of a SendPolicy. */
  public UpdateControl<SendPolicy> write(SendPolicy policy, SendPolicyStatus status) {
    return write(
        policy,
        new SendPolicy(),
        status,
        conditions(policy.getStatus(), SendPolicyStatus::conditions),
        status.conditions());
  }

  /** The resource is gone. */
  public void forget(MailDomain domain) {
    meters.forget(domain);
  }

  private <S, T extends CustomResource<?, S>> UpdateControl<T> write(
      T resource, T fresh, S status, List<Condition> before, List<Condition> after) {
    if (Objects.equals(resource.getStatus(), status)) {
      return UpdateControl.noUpdate();
    }
    transitions.tell(resource, before, after);
    fresh.setMetadata(identity(resource));
    fresh.setStatus(status);
    return UpdateControl.patchStatus(fresh);
  }

  /** Nothing but which one it is: what is applied is owned. */
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
