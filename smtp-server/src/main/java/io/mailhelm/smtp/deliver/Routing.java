package io.mailhelm.smtp.deliver;

import io.mailhelm.config.Domain;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.deliver.Route.Reason;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.Directory.Destination;
import io.mailhelm.smtp.protocol.ForwardPath;
import java.util.Optional;

/**
 * Decides where mail for a recipient goes. The rule that must never break: a stranger's mail only
 * ever goes to domains of ours.
 */
public final class Routing {
  private Routing() {}

  /** The route of {@code path} for mail from {@code origin}. */
  public static Route route(Directory directory, Origin origin, ForwardPath path) {
    return switch (path) {
      case ForwardPath.Postmaster postmaster -> postmaster(directory);
      case ForwardPath.Address(Mailbox address) -> address(directory, origin, address);
      case ForwardPath.AtLiteral literal -> literal(directory, origin, literal);
    };
  }

  /** {@code <postmaster>} without a domain is the host's (RFC 5321 §4.1.1.3). */
  private static Route postmaster(Directory directory) {
    return directory
        .hostDomain()
        .<Route>map(domain -> new Route.Local(directory.postmaster(domain)))
        .orElseGet(() -> new Route.Refused(Reason.UnknownUser));
  }

  private static Route address(Directory directory, Origin origin, Mailbox address) {
    if (directory.domain(address.domain()).isPresent()) {
      return directory
          .resolve(address)
          .<Route>map(Route.Local::new)
          .orElseGet(() -> new Route.Refused(Reason.UnknownUser));
    }
    return elsewhere(directory, origin);
  }

  /** RFC 5321 §4.1.3: the literal of the address that was connected to means the host's domain. */
  private static Route literal(Directory directory, Origin origin, ForwardPath.AtLiteral path) {
    var host = directory.hostDomain();
    if (!path.host().equals(origin.local()) || host.isEmpty()) {
      return new Route.Refused(Reason.UnknownLiteral);
    }
    return address(directory, origin, new Mailbox(path.localPart(), host.get().domain()));
  }

  private static Route elsewhere(Directory directory, Origin origin) {
    if (origin.user().isPresent()) {
      var user = origin.user().get();
      return kept(
          directory.domain(user.address().domain()),
          Optional.of(new Destination(user.mailboxId(), user.address(), user.quota())));
    }
    if (!origin.trusted()) {
      return new Route.Refused(Reason.RelayDenied);
    }
    var owner = origin.sender().flatMap(directory::owner);
    if (owner.isPresent()) {
      var user = owner.get();
      return kept(
          directory.domain(user.address().domain()),
          Optional.of(new Destination(user.mailboxId(), user.address(), user.quota())));
    }
    var host = directory.hostDomain();
    return kept(host, host.map(directory::postmaster));
  }

  private static Route kept(Optional<Domain> domain, Optional<Destination> mailbox) {
    boolean captures = domain.filter(d -> d.outbound() == Outbound.Capture).isPresent();
    return captures && mailbox.isPresent()
        ? new Route.Captured(mailbox.get())
        : new Route.Refused(Reason.NoSending);
  }
}
