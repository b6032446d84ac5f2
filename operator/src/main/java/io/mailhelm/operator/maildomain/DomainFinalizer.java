package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.crds.DeletionPolicy;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.ConditionalWrites;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.report.StatusWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finalizes a MailDomain that is being deleted. The API server removes what has an owner reference.
 * This class deals with what has none because it holds mail or keys: it keeps it, or deletes it
 * where {@code deletionPolicy} says so.
 */
final class DomainFinalizer {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

  private final ServerReconciliation.Parts parts;
  private final Informers informers;
  private final Context<MailDomain> context;
  private final StatusWriter statuses;

  DomainFinalizer(
      ServerReconciliation.Parts parts,
      Informers informers,
      Context<MailDomain> context,
      StatusWriter statuses) {
    this.parts = parts;
    this.informers = informers;
    this.context = context;
    this.statuses = statuses;
  }

  DeleteControl of(MailDomain domain) throws InterruptedException {
    var control = domain.getSpec().server() == null ? guest(domain) : host(domain);
    if (!control.isRemoveFinalizer()
        && parts.deletions().isUnderWay(domain.getMetadata().getNamespace())) {
      forget(domain);
      return DeleteControl.defaultDelete();
    }
    return control;
  }

  /**
   * Finalizes a hosted domain. It may go once every pod has closed, or removed, its users'
   * mailboxes.
   */
  private DeleteControl guest(MailDomain domain) {
    var host =
        new HostedDomain(parts, informers)
            .host(domain)
            .filter(any -> any.getMetadata().getDeletionTimestamp() == null);
    if (host.isEmpty()) {
      return finish(domain);
    }
    var id = ResourceID.fromResource(host.get());
    if (parts.snapshots().of(id).map(snapshot -> snapshot.hasLeft(domain)).orElse(false)) {
      return finish(domain);
    }
    parts.snapshots().ring(id);
    return lookAgain();
  }

  private DeleteControl host(MailDomain domain) throws InterruptedException {
    var guests =
        informers
            .domains(domain.getMetadata().getNamespace())
            .filter(other -> other.getMetadata().getDeletionTimestamp() == null)
            .filter(other -> other.getSpec().serverRef() != null)
            .anyMatch(other -> other.getSpec().serverRef().name().equals(ObjectNames.of(domain)));
    if (guests) {
      // It runs on for them, and says so.
      if (!StatusSubject.of(domain).paused()) {
        new ServerReconciliation(parts, domain, informers, context)
            .run()
            .snapshot()
            .of(domain)
            .ifPresent(status -> statuses.write(domain, status));
      }
      return lookAgain();
    }
    if (domain.getSpec().deletionPolicy() == DeletionPolicy.Delete) {
      var set = informers.statefulSet(domain);
      if (set.isPresent()) {
        // First, or it would make new claims for those deleted.
        if (set.get().getMetadata().getDeletionTimestamp() == null) {
          context.getClient().resource(set.get()).delete();
        }
        return lookAgain();
      }
      for (var claim : informers.claims(domain)) {
        if (claim.getMetadata().getDeletionTimestamp() == null) {
          context.getClient().resource(claim).delete();
        }
      }
    }
    return finish(domain);
  }

  private DeleteControl finish(MailDomain domain) {
    var delete = domain.getSpec().deletionPolicy() == DeletionPolicy.Delete;
    var kept = new ArrayList<String>();
    for (var secret : keySecrets(domain)) {
      if (delete) {
        ConditionalWrites.delete(context.getClient(), secret);
      } else {
        kept.add("Secret " + secret.getMetadata().getName());
      }
    }
    if (delete) {
      passwordsOfDeletedUsers(domain)
          .forEach(secret -> ConditionalWrites.delete(context.getClient(), secret));
    }
    if (!delete && domain.getSpec().server() != null) {
      informers
          .claims(domain)
          .forEach(claim -> kept.add("PersistentVolumeClaim " + claim.getMetadata().getName()));
    }
    if (!kept.isEmpty()) {
      statuses
          .transitions()
          .note(domain, "Retained", "kept, by deletionPolicy: " + String.join(", ", kept));
    }
    forget(domain);
    return DeleteControl.defaultDelete();
  }

  private void forget(MailDomain domain) {
    parts.servers().forget(domain);
    parts.watches().forget(domain);
    parts.upgrades().forget(domain);
    var scope = ServerScope.ofServer(domain, informers);
    parts.snapshots().forget(ResourceID.fromResource(domain), scope.users(), scope.policies());
    statuses.forget(domain);
  }

  /** The Secrets with the domain's generated keys that exist. */
  private List<Secret> keySecrets(MailDomain domain) {
    var d = ObjectNames.of(domain);
    return Stream.of(ObjectNames.tls(d), ObjectNames.dkim(d))
        .flatMap(name -> informers.secret(domain.getMetadata().getNamespace(), name).stream())
        .filter(secret -> Labels.areOurs(secret, d))
        .toList();
  }

  /**
   * The kept passwords of users that no longer exist. An existing user's own {@code deletionPolicy}
   * decides about his.
   */
  private List<Secret> passwordsOfDeletedUsers(MailDomain domain) {
    var namespace = domain.getMetadata().getNamespace();
    var inUse =
        informers.users(namespace, Set.of(ObjectNames.of(domain))).stream()
            .filter(user -> user.getMetadata().getDeletionTimestamp() == null)
            .map(ObjectNames::userSecret)
            .collect(Collectors.toSet());
    return informers.keptPasswords(domain).stream()
        .filter(secret -> !inUse.contains(secret.getMetadata().getName()))
        .toList();
  }

  private static DeleteControl lookAgain() {
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(LOOK_AGAIN.toMillis());
  }
}
