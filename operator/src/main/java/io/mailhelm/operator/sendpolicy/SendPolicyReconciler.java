package io.mailhelm.operator.sendpolicy;

import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus;
import io.mailhelm.operator.RetryPolicy;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.report.DomainLookup;
import io.mailhelm.operator.report.FailedPasses;
import io.mailhelm.operator.report.OrphanStatus;
import io.mailhelm.operator.report.PassResults;
import io.mailhelm.operator.report.StatusWriter;
import io.mailhelm.operator.report.UnreportedResource;
import io.mailhelm.operator.report.WatchedNamespaces;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A SendPolicy says what the pass over its servers came to. */
@ControllerConfiguration(
    name = "sendpolicy",
    informer = @Informer(informerListLimit = Informers.PAGE),
    fieldManager = Labels.OPERATOR)
@GradualRetry(
    maxAttempts = RetryPolicy.WITHOUT_END,
    initialInterval = RetryPolicy.FIRST_PAUSE,
    intervalMultiplier = RetryPolicy.LONGER,
    maxInterval = RetryPolicy.LONGEST_PAUSE)
public class SendPolicyReconciler implements Reconciler<SendPolicy> {
  private final PassResults snapshots;
  private final StatusWriter statuses;
  private final WatchedNamespaces namespaces;
  private final Clock clock;
  private final FailedPasses failed = new FailedPasses();
  private DomainLookup<SendPolicy> domains;

  public SendPolicyReconciler(
      PassResults snapshots, StatusWriter statuses, WatchedNamespaces namespaces, Clock clock) {
    this.snapshots = snapshots;
    this.statuses = statuses;
    this.namespaces = namespaces;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, SendPolicy>> prepareEventSources(
      EventSourceContext<SendPolicy> context) {
    domains = new DomainLookup<>(context, policy -> policy.getSpec().domainRef().name());
    var policies = context.getPrimaryCache();
    statuses.counts().watch(SendPolicy.class, policies::list, SendPolicyStatus::conditions);
    namespaces.watch(Stream.of(policies, domains.source()));
    return List.of(domains.source(), snapshots.policyBell());
  }

  @Override
  public UpdateControl<SendPolicy> reconcile(SendPolicy policy, Context<SendPolicy> context) {
    statuses.counts().leads();
    var unread =
        FailedPasses.unread(
            namespaces.unread(policy.getMetadata().getNamespace()),
            standing -> statuses.write(policy, standing, clock.instant()));
    if (unread.isPresent()) {
      return UpdateControl.<SendPolicy>noUpdate().rescheduleAfter(unread.get().pause());
    }
    var domain =
        domains.named(policy.getMetadata().getNamespace(), policy.getSpec().domainRef().name());
    var snapshot =
        domain.isPresent()
            ? domains.snapshot(domain.get(), snapshots)
            : Optional.of(OrphanStatus.policy(policy, clock.instant()));
    failed.forget(policy);
    var status = snapshot.flatMap(any -> any.of(policy, clock.instant()));
    if (status.isPresent()) {
      statuses.write(policy, status.get());
      return UpdateControl.noUpdate();
    }
    return domain
        .map(any -> unseen(policy, any, domains.host(any).orElse(any)))
        .orElse(UpdateControl.noUpdate());
  }

  /** Writes a status where no pass has one. */
  private UpdateControl<SendPolicy> unseen(SendPolicy policy, MailDomain domain, MailDomain host) {
    var now = clock.instant();
    var status = Optional.ofNullable(policy.getStatus());
    var silence =
        UnreportedResource.of(
            policy,
            status.map(SendPolicyStatus::conditions).orElse(null),
            status.map(SendPolicyStatus::observedGeneration).orElse(null),
            domain,
            host,
            now);
    silence.standing().ifPresent(standing -> statuses.write(policy, standing, now));
    return silence.control();
  }

  @Override
  public ErrorStatusUpdateControl<SendPolicy> updateErrorStatus(
      SendPolicy policy, Context<SendPolicy> context, Exception e) {
    return failed.of(
        policy, context, e, standing -> statuses.write(policy, standing, clock.instant()));
  }
}
