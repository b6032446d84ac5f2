package io.mailhelm.smtp.deliver;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import io.mailhelm.smtp.deliver.RoutingDecision.Refused;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.protocol.ForwardPath;
import io.mailhelm.smtp.protocol.Replies;
import java.net.InetAddress;

/**
 * Decides where mail for a recipient goes. The rule that must never break: mail of a peer that may
 * not relay only ever goes to domains of ours.
 */
public final class Routing {
  private static final Refused UNKNOWN_USER =
      new Refused(Replies.UNKNOWN_USER, RejectionReason.UnknownUser);

  private Routing() {}

  /** The route of {@code path} for mail from {@code origin}. */
  public static RoutingDecision route(Directory directory, MessageOrigin origin, ForwardPath path) {
    return switch (path) {
      case ForwardPath.Postmaster postmaster -> postmaster(directory);
      case ForwardPath.Address(Mailbox address) -> address(directory, origin, address);
      case ForwardPath.AtLiteral literal -> literal(directory, origin, literal);
    };
  }

  /** {@code <postmaster>} without a domain is the host's (RFC 5321 §4.1.1.3). */
  private static RoutingDecision postmaster(Directory directory) {
    return directory
        .hostDomain()
        .<RoutingDecision>map(domain -> new RoutingDecision.Local(directory.postmaster(domain)))
        .orElse(UNKNOWN_USER);
  }

  private static RoutingDecision address(
      Directory directory, MessageOrigin origin, Mailbox address) {
    if (directory.domain(address.domain()).isPresent()) {
      return directory
          .resolve(address)
          .<RoutingDecision>map(RoutingDecision.Local::new)
          .orElse(UNKNOWN_USER);
    }
    return elsewhere(directory, origin, address.domain().ascii());
  }

  /** RFC 5321 §4.1.3: the literal of the address that was connected to means the host's domain. */
  private static RoutingDecision literal(
      Directory directory, MessageOrigin origin, ForwardPath.AtLiteral path) {
    var host = directory.hostDomain();
    if (!path.host().equals(origin.local()) || host.isEmpty()) {
      return origin.user().isPresent() && isElsewhere(path.host())
          ? elsewhere(directory, origin, path.destination())
          : new Refused(Replies.NO_LITERAL, RejectionReason.UnknownLiteral);
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

  private static RoutingDecision elsewhere(
      Directory directory, MessageOrigin origin, String destination) {
    if (origin.user().isEmpty() && !origin.trusted()) {
      return new Refused(Replies.RELAY_DENIED, RejectionReason.RelayDenied);
    }
    var sender = origin.owner(directory);
    var domain =
        sender
            .map(user -> directory.domain(user.address().domain()))
            .orElse(directory.hostDomain());
    if (domain.isEmpty()) {
      return new Refused(Replies.NO_SENDING, RejectionReason.NoSending);
    }
    return switch (domain.get().outbound()) {
      case Deliver ->
          new RoutingDecision.Remote(
              destination, domain.get().domain().ascii(), sender.flatMap(User::sendPolicy));
      case Capture ->
          new RoutingDecision.Captured(
              sender.map(Directory::destination).orElse(directory.postmaster(domain.get())));
    };
  }
}
