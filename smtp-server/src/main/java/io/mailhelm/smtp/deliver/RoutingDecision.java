package io.mailhelm.smtp.deliver;

import io.mailhelm.smtp.live.Directory.Destination;
import java.util.Optional;

/** Where mail for one recipient goes, or why it is refused. */
public sealed interface RoutingDecision {
  /** It goes to a mailbox of ours. */
  record Local(Destination mailbox) implements RoutingDecision {}

  /**
   * The recipient is elsewhere, and the message is sent there.
   *
   * @param destination the recipient's domain in A-label form, or an address literal
   * @param domain the domain of ours that it leaves from, in A-label form
   * @param policy the SendPolicy it leaves under; empty: the default
   */
  record Remote(String destination, String domain, Optional<String> policy)
      implements RoutingDecision {}

  /** The recipient is elsewhere; the message is kept in the sender's mailbox and never leaves. */
  record Captured(Destination mailbox) implements RoutingDecision {}

  /** It goes nowhere. */
  record Refused(Reason reason) implements RoutingDecision {}

  /** Why a recipient is refused. */
  enum Reason {
    /** A stranger's mail to a domain that is not ours. */
    RelayDenied,
    /** Mail to a domain that is not ours, while there is no domain of ours to send it from. */
    NoSending,
    /** Nobody has that address. */
    UnknownUser,
    /** An address literal that is not the one connected to. */
    UnknownLiteral
  }
}
