package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.operator.OperatorSettings;
import io.mailhelm.operator.RetryPolicy;
import io.mailhelm.operator.cluster.Backoff;
import io.mailhelm.operator.cluster.DeclarationFilter;
import io.mailhelm.operator.cluster.ForeignSecrets;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.cluster.InstalledApis;
import io.mailhelm.operator.cluster.NamespaceDeletions;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.report.FailedPasses;
import io.mailhelm.operator.report.PassResults;
import io.mailhelm.operator.report.StatusWriter;
import io.mailhelm.operator.report.WatchedNamespaces;
import io.mailhelm.operator.report.WatchedNamespaces.Unread;
import io.mailhelm.operator.rollout.PodClient;
import io.mailhelm.operator.rollout.Rollouts;
import io.mailhelm.operator.upgrade.Upgrades;
import io.mailhelm.operator.watch.ServerWatches;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reconciles MailDomains. One with servers is reconciled together with all that lives on them. A
 * hosted one has its host reconciled, and writes the status that came of it there.
 */
@ControllerConfiguration(
    name = "maildomain",
    finalizerName = MailDomainReconciler.FINALIZER,
    generationAwareEventProcessing = false,
    informer =
        @Informer(onUpdateFilter = DeclarationFilter.class, informerListLimit = Informers.PAGE),
    fieldManager = Labels.OPERATOR)
@GradualRetry(
    maxAttempts = RetryPolicy.WITHOUT_END,
    initialInterval = RetryPolicy.FIRST_PAUSE,
    intervalMultiplier = RetryPolicy.LONGER,
    maxInterval = RetryPolicy.LONGEST_PAUSE)
public class MailDomainReconciler implements Reconciler<MailDomain>, Cleaner<MailDomain> {
  static final String FINALIZER = "mailhelm.io/maildomain";

  /** Certificates expire and pods change their answers without any event. */
  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(1);

  private static final Duration FIRST_LOOK_AGAIN = Duration.ofMillis(500);
  private static final Duration LAST_LOOK_AGAIN = Duration.ofSeconds(15);

  private final ServerReconciliation.Parts parts;
  private final StatusWriter statuses;
  private final WatchedNamespaces namespaces;
  private final FailedPasses failed = new FailedPasses();
  private final Backoff lookAgain = new Backoff(FIRST_LOOK_AGAIN, LAST_LOOK_AGAIN);
  private Informers informers;

  public MailDomainReconciler(
      KubernetesClient client,
      PodClient podClient,
      ForeignSecrets foreign,
      PassResults snapshots,
      StatusWriter statuses,
      WatchedNamespaces namespaces,
      ServerWatches watches,
      OperatorSettings settings,
      Clock clock) {
    this.parts =
        new ServerReconciliation.Parts(
            settings,
            new ServerRegistry(client),
            new Rollouts(client, podClient, clock),
            snapshots,
            foreign,
            new InstalledApis(client, ElapsedTime.SYSTEM),
            new DomainWatches(watches, settings),
            new Upgrades(
                settings.upgrades().atOnce(),
                settings.upgrades().stopAfter(),
                snapshots::ring,
                clock),
            new NamespaceDeletions(client, ElapsedTime.SYSTEM),
            clock);
    this.statuses = statuses;
    this.namespaces = namespaces;
  }

  @Override
  public List<EventSource<?, MailDomain>> prepareEventSources(
      EventSourceContext<MailDomain> context) {
    informers = new Informers(context);
    var all = context.getPrimaryCache();
    statuses.counts().watch(MailDomain.class, all::list, MailDomainStatus::conditions);
    var sources = new ArrayList<>(informers.sources());
    namespaces.watch(Stream.concat(Stream.of(all), sources.stream()));
    sources.add(parts.snapshots().domainBell());
    return sources;
  }

  @Override
  public UpdateControl<MailDomain> reconcile(MailDomain domain, Context<MailDomain> context)
      throws InterruptedException {
    statuses.counts().leads();
    var unread = unread(domain);
    if (unread.isPresent()) {
      return UpdateControl.<MailDomain>noUpdate().rescheduleAfter(unread.get().pause());
    }
    var control = pass(domain, context);
    failed.forget(domain);
    return control;
  }

  @Override
  public ErrorStatusUpdateControl<MailDomain> updateErrorStatus(
      MailDomain domain, Context<MailDomain> context, Exception e) {
    return failed.of(
        domain, context, e, standing -> statuses.write(domain, standing, parts.clock().instant()));
  }

  /** Who has a name first is decided over all namespaces. */
  private Optional<Unread> unread(MailDomain domain) {
    return FailedPasses.unread(
        namespaces.unreadAnywhere(domain.getMetadata().getNamespace()),
        standing -> statuses.write(domain, standing, parts.clock().instant()));
  }

  private UpdateControl<MailDomain> pass(MailDomain domain, Context<MailDomain> context)
      throws InterruptedException {
    if (domain.getSpec().server() == null) {
      return new HostedDomain(parts, informers).reconcile(domain, statuses);
    }
    if (StatusSubject.of(domain).paused()) {
      parts.watches().forget(domain);
      statuses.write(domain, PausedStatus.status(domain, parts.clock()));
      // Who lives on its servers says so, where something was declared since.
      new HostedDomain(parts, informers).of(domain).forEach(parts.snapshots()::ring);
      return UpdateControl.noUpdate();
    }
    var outcome = new ServerReconciliation(parts, domain, informers, context).run();
    outcome.snapshot().of(domain).ifPresent(status -> statuses.write(domain, status));
    return UpdateControl.<MailDomain>noUpdate()
        .rescheduleAfter(lookAgain(ResourceID.fromResource(domain), outcome.settled()));
  }

  @Override
  public DeleteControl cleanup(MailDomain domain, Context<MailDomain> context)
      throws InterruptedException {
    var unread = unread(domain);
    if (unread.isPresent()) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(unread.get().pause().toMillis());
    }
    var control = new DomainFinalizer(parts, informers, context, statuses).of(domain);
    if (control.isRemoveFinalizer()) {
      failed.forget(domain);
      lookAgain.forget(ResourceID.fromResource(domain));
    }
    return control;
  }

  private Duration lookAgain(ResourceID domain, boolean settled) {
    if (settled) {
      lookAgain.forget(domain);
      return AT_LEAST_EVERY;
    }
    return lookAgain.next(domain);
  }
}
