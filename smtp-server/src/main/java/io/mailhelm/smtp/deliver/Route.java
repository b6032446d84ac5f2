package io.mailhelm.smtp.deliver;

import io.mailhelm.smtp.live.Directory.Destination;

/** What becomes of mail for one recipient. */
public sealed interface Route {
  /** It goes to a mailbox of ours. */
  record Local(Destination mailbox) implements Route {}

  /** The recipient is elsewhere; the message is kept in the sender's mailbox and never leaves. */
  record Captured(Destination mailbox) implements Route {}

  /** It goes nowhere. */
  record Refused(Reason reason) implements Route {}

  /** Why a recipient is refused. */
  enum Reason {
    /** A stranger's mail to a domain that is not ours. */
    RelayDenied,
    /** A user's mail to a domain that is not ours, and this version does not send. */
    NoSending,
    /** Nobody has that address. */
    UnknownUser,
    /** An address literal that is not the one connected to. */
    UnknownLiteral
  }
}
