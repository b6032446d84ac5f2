package io.mailhelm.operator.maildomain;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.Observed;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.report.Snapshot;
import io.mailhelm.operator.report.StatusWriter;
import java.util.List;
import java.util.Optional;

/** A MailDomain that lives on another's servers. */
final class Guest {
  private final ServerPass.Parts parts;
  private final Informers informers;

  Guest(ServerPass.Parts parts, Informers informers) {
    this.parts = parts;
    this.informers = informers;
  }

  void reconcile(MailDomain domain, StatusWriter statuses) {
    var host = host(domain);
    var snapshot = host.isPresent() ? ofHost(domain, host.get()) : Optional.of(stray(domain));
    snapshot.flatMap(any -> any.of(domain)).ifPresent(status -> statuses.write(domain, status));
  }

  /** The MailDomain it lives on, if that is there and has servers. */
  Optional<MailDomain> host(MailDomain domain) {
    return informers
        .domain(domain.getMetadata().getNamespace(), domain.getSpec().serverRef().name())
        .filter(host -> host.getSpec().server() != null);
  }

  /** What came of it there; a host that has not seen it as it is looks again. */
  private Optional<Snapshot> ofHost(MailDomain domain, MailDomain host) {
    var id = ResourceID.fromResource(host);
    var snapshot = parts.snapshots().of(id);
    if (snapshot.flatMap(any -> any.of(domain)).isEmpty()) {
      parts.snapshots().ring(id);
    }
    return snapshot;
  }

  /** Nobody's servers: what is wrong with it, its users and policies can be said all the same. */
  private Snapshot stray(MailDomain domain) {
    var scope = Scope.ofStray(domain, informers);
    var gathered =
        new Gathering(informers, parts.foreign())
            .gather(scope, List.of(), Optional.empty(), new ServerMemory(Optional.empty()));
    var snapshot =
        new Snapshot(
            Compiler.compile(gathered.input()),
            Observed.process(parts.clock().instant(), Optional.empty(), false),
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
