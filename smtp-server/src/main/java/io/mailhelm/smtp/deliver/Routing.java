package io.mailhelm.smtp.deliver;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import io.mailhelm.smtp.deliver.Route.Reason;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.protocol.ForwardPath;
import java.net.InetAddress;

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
    return elsewhere(directory, origin, address.domain().ascii());
  }

  /** RFC 5321 §4.1.3: the literal of the address that was connected to means the host's domain. */
  private static Route literal(Directory directory, Origin origin, ForwardPath.AtLiteral path) {
    var host = directory.hostDomain();
    if (!path.host().equals(origin.local()) || host.isEmpty()) {
      return origin.user().isPresent() && isElsewhere(path.host())
          ? elsewhere(directory, origin, path.destination())
          : new Route.Refused(Reason.UnknownLiteral);
    }
    return address(directory, origin, new Mailbox(path.localPart(), host.get().domain()));
  }

  /** Whether an address may be another machine's: a login must not open the doors of this one. */
  private static boolean isElsewhere(InetAddress host) {
    return !host.isLoopbackAddress()
        && !host.isAnyLocalAddress()
        && !host.isLinkLocalAddress()
        && !host.isMulticastAddress();
  }

  private static Route elsewhere(Directory directory, Origin origin, String destination) {
    if (origin.user().isEmpty() && !origin.trusted()) {
      return new Route.Refused(Reason.RelayDenied);
    }
    var sender = origin.user().or(() -> origin.sender().flatMap(directory::owner));
    var domain =
        sender
            .map(user -> directory.domain(user.address().domain()))
            .orElse(directory.hostDomain());
    if (domain.isEmpty()) {
      return new Route.Refused(Reason.NoSending);
    }
    return switch (domain.get().outbound()) {
      case Deliver ->
          new Route.Remote(
              destination, domain.get().domain().ascii(), sender.flatMap(User::sendPolicy));
      case Capture ->
          new Route.Captured(
              sender.map(Directory::destination).orElse(directory.postmaster(domain.get())));
    };
  }
}
