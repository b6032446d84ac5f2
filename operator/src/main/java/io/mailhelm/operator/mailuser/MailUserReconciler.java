package io.mailhelm.operator.mailuser;

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
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserStatus;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.operator.RetryPolicy;
import io.mailhelm.operator.cluster.Backoff;
import io.mailhelm.operator.cluster.ForeignSecrets;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.cluster.NamespaceDeletions;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.report.DomainLookup;
import io.mailhelm.operator.report.FailedPasses;
import io.mailhelm.operator.report.OrphanStatus;
import io.mailhelm.operator.report.PassResult;
import io.mailhelm.operator.report.PassResults;
import io.mailhelm.operator.report.StatusWriter;
import io.mailhelm.operator.report.UnreportedResource;
import io.mailhelm.operator.report.WatchedNamespaces;
import io.mailhelm.operator.report.WatchedNamespaces.Unread;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A MailUser has its Secret, and says what the pass over its servers came to. It goes when every
 * pod has closed its mailbox, or at once where its namespace goes.
 */
@ControllerConfiguration(
    name = "mailuser",
    finalizerName = "mailhelm.io/mailuser",
    informer = @Informer(informerListLimit = Informers.PAGE),
    fieldManager = Labels.OPERATOR)
@GradualRetry(
    maxAttempts = RetryPolicy.WITHOUT_END,
    initialInterval = RetryPolicy.FIRST_PAUSE,
    intervalMultiplier = RetryPolicy.LONGER,
    maxInterval = RetryPolicy.LONGEST_PAUSE)
public class MailUserReconciler implements Reconciler<MailUser>, Cleaner<MailUser> {
  /**
   * How often to check whether a deleted user may go. An event says so; this is for an event that
   * was missed.
   */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final PassResults snapshots;
  private final StatusWriter statuses;
  private final WatchedNamespaces namespaces;
  private final UserSecrets secrets;
  private final NamespaceDeletions deletions;
  private final Clock clock;
  private final FailedPasses failed = new FailedPasses();
  private final Backoff refused = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private DomainLookup<MailUser> domains;

  public MailUserReconciler(
      KubernetesClient client,
      ForeignSecrets foreign,
      PassResults snapshots,
      StatusWriter statuses,
      WatchedNamespaces namespaces,
      Clock clock) {
    this.snapshots = snapshots;
    this.statuses = statuses;
    this.namespaces = namespaces;
    this.deletions = new NamespaceDeletions(client, ElapsedTime.SYSTEM);
    this.secrets = new UserSecrets(client, foreign);
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, MailUser>> prepareEventSources(EventSourceContext<MailUser> context) {
    domains = new DomainLookup<>(context, user -> user.getSpec().domainRef().name());
    var users = context.getPrimaryCache();
    statuses.counts().watch(MailUser.class, users::list, MailUserStatus::conditions);
    namespaces.watch(Stream.of(users, domains.source()));
    return List.of(domains.source(), snapshots.userBell());
  }

  @Override
  public UpdateControl<MailUser> reconcile(MailUser user, Context<MailUser> context) {
    statuses.counts().leads();
    var unread = unread(user);
    if (unread.isPresent()) {
      return UpdateControl.<MailUser>noUpdate().rescheduleAfter(unread.get().pause());
    }
    var domain = domain(user);
    var snapshot =
        domain.isPresent()
            ? domains.snapshot(domain.get(), snapshots)
            : Optional.of(OrphanStatus.user(user, clock.instant()));
    failed.forget(user);
    var host = domain.flatMap(domains::host);
    if (snapshot.isPresent() && host.isPresent()) {
      var provided = secrets.provide(user, domain.get(), host.get(), snapshot.get());
      if (provided.inTheWay()) {
        snapshots.ring(ResourceID.fromResource(host.get()));
      }
      if (provided.refusal().isPresent()) {
        return refused(user, snapshot.get(), provided.refusal().get());
      }
    }
    refused.forget(ResourceID.fromResource(user));
    var status = snapshot.flatMap(any -> any.of(user, clock.instant()));
    if (status.isPresent()) {
      statuses.write(user, status.get());
      return UpdateControl.noUpdate();
    }
    return domain.map(any -> unseen(user, any, host.orElse(any))).orElse(UpdateControl.noUpdate());
  }

  private Optional<Unread> unread(MailUser user) {
    return FailedPasses.unread(
        namespaces.unread(user.getMetadata().getNamespace()),
        standing -> statuses.write(user, standing, clock.instant()));
  }

  /** No pass has a word for it. */
  private UpdateControl<MailUser> unseen(MailUser user, MailDomain domain, MailDomain host) {
    var now = clock.instant();
    var status = Optional.ofNullable(user.getStatus());
    var silence =
        UnreportedResource.of(
            user,
            status.map(MailUserStatus::conditions).orElse(null),
            status.map(MailUserStatus::observedGeneration).orElse(null),
            domain,
            host,
            now);
    silence.standing().ifPresent(standing -> statuses.write(user, standing, now));
    return silence.control();
  }

  @Override
  public ErrorStatusUpdateControl<MailUser> updateErrorStatus(
      MailUser user, Context<MailUser> context, Exception e) {
    return failed.of(user, context, e, standing -> statuses.write(user, standing, clock.instant()));
  }

  /**
   * Writes that the API server refused the Secret, and tries again: no event tells when a quota is
   * raised.
   */
  private UpdateControl<MailUser> refused(MailUser user, PassResult snapshot, String words) {
    var problem =
        new Problem(
            Problem.Severity.Error,
            Reason.WriteRefused,
            ResourceReader.ref(user),
            "spec.passwordSecretRef",
            "the API server refuses Secret %s: %s".formatted(ObjectNames.userSecret(user), words));
    snapshot.of(user, problem).ifPresent(status -> statuses.write(user, status));
    return UpdateControl.<MailUser>noUpdate()
        .rescheduleAfter(refused.next(ResourceID.fromResource(user)));
  }

  @Override
  public DeleteControl cleanup(MailUser user, Context<MailUser> context) {
    var unread = unread(user);
    if (unread.isPresent()) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(unread.get().pause().toMillis());
    }
    var servers =
        domain(user)
            .flatMap(domains::host)
            .filter(host -> host.getMetadata().getDeletionTimestamp() == null)
            .filter(host -> host.getSpec().server() != null);
    var snapshot = servers.flatMap(host -> domains.snapshot(host, snapshots));
    var left = servers.isEmpty() || snapshot.map(any -> any.hasLeft(user)).orElse(false);
    var namespaceGoes = !left && deletions.isUnderWay(user.getMetadata().getNamespace());
    if (!left && !namespaceGoes) {
      return DeleteControl.noFinalizerRemoval().rescheduleAfter(LOOK_AGAIN.toMillis());
    }
    if (!namespaceGoes) {
      snapshot.ifPresent(any -> secrets.depart(user, any));
    }
    failed.forget(user);
    refused.forget(ResourceID.fromResource(user));
    return DeleteControl.defaultDelete();
  }

  private Optional<MailDomain> domain(MailUser user) {
    return domains.named(user.getMetadata().getNamespace(), user.getSpec().domainRef().name());
  }
}
