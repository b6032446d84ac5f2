package io.mailhelm.operator.maildomain;

import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.ObservedState;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.report.PassResult;
import io.mailhelm.operator.report.StatusWriter;
import io.mailhelm.operator.report.UnreportedResource;
import java.util.List;
import java.util.Optional;

/**
 * Reconciles a MailDomain that lives on the servers of another: writes the status that the pass
 * over those servers has for it.
 */
final class HostedDomain {
  private final ServerReconciliation.Parts parts;
  private final Informers informers;

  HostedDomain(ServerReconciliation.Parts parts, Informers informers) {
    this.parts = parts;
    this.informers = informers;
  }

  UpdateControl<MailDomain> reconcile(MailDomain domain, StatusWriter statuses) {
    var host = host(domain);
    var snapshot = host.isPresent() ? ofHost(domain, host.get()) : Optional.of(stray(domain));
    var status = snapshot.flatMap(any -> any.of(domain));
    if (status.isPresent()) {
      statuses.write(domain, status.get());
      return UpdateControl.noUpdate();
    }
    return unseen(domain, host.orElse(domain), statuses);
  }

  /** Writes a status where no pass has one. */
  private UpdateControl<MailDomain> unseen(
      MailDomain domain, MailDomain host, StatusWriter statuses) {
    var now = parts.clock().instant();
    var before = Optional.ofNullable(domain.getStatus());
    var silence =
        UnreportedResource.of(
            domain,
            before.map(MailDomainStatus::conditions).orElse(null),
            before.map(MailDomainStatus::observedGeneration).orElse(null),
            domain,
            host,
            now);
    silence.standing().ifPresent(standing -> statuses.write(domain, standing, now));
    return silence.control();
  }

  /** The hosted domains on a MailDomain's servers. */
  List<ResourceID> of(MailDomain host) {
    return ServerScope.ofServer(host, informers).domains().stream()
        .filter(domain -> domain.getSpec().server() == null)
        .map(ResourceID::fromResource)
        .toList();
  }

  /** The MailDomain it lives on, if that is there and has servers. */
  Optional<MailDomain> host(MailDomain domain) {
    return informers
        .domain(domain.getMetadata().getNamespace(), domain.getSpec().serverRef().name())
        .filter(host -> host.getSpec().server() != null);
  }

  /**
   * The result of its host's last pass. A host that has not seen its present declaration is
   * reconciled again.
   */
  private Optional<PassResult> ofHost(MailDomain domain, MailDomain host) {
    var id = ResourceID.fromResource(host);
    var snapshot = parts.snapshots().of(id);
    if (snapshot.flatMap(any -> any.of(domain)).isEmpty() && !StatusSubject.of(host).paused()) {
      parts.snapshots().ring(id);
    }
    return snapshot;
  }

  /**
   * The result for a domain without a host: problems of the domain, its users and policies can be
   * reported all the same.
   */
  private PassResult stray(MailDomain domain) {
    var scope = ServerScope.ofStray(domain, informers);
    var gathered =
        new ClusterInput(informers, parts.foreign())
            .gather(
                scope,
                List.of(),
                Optional.empty(),
                new ServerMemory(Optional.empty(), Optional.empty()));
    var snapshot =
        new PassResult(
            Compiler.compile(gathered.input()),
            ObservedState.process(parts.clock().instant(), Optional.empty(), false),
            scope.generations(),
            gathered.passwordSecrets(),
            Optional.empty());
    parts
        .snapshots()
        .publish(
            ResourceID.fromResource(domain), snapshot, List.of(), scope.users(), scope.policies());
    return snapshot;
  }
}
