package io.mailhelm.smtp.observe;

/** Why a recipient or a message is refused. The names are what the metrics and the log say. */
public enum RejectionReason {
  /** A CR or LF stands alone in the message. */
  BareLineEnd,
  /** A content check of the sender's policy found something. */
  ContentNotAllowed,
  HeaderTooLong,
  /** The sender's SendPolicy lets no more recipients through for now. */
  LimitReached,
  LineTooLong,
  /** It has too many Received fields. */
  MailLoop,
  MailboxFull,
  /** The mailbox went, or its alias moved, between RCPT and the commit. */
  MailboxGone,
  MessageTooLarge,
  /** Mail to a domain that is not ours, while there is no domain of ours to send it from. */
  NoSending,
  /** The store takes no mail, or none so large. */
  NoSpace,
  /** A line of the header section is no field. */
  NotAField,
  QueueFull,
  /** The sender's policy does not let mail go there. */
  RecipientNotAllowed,
  /** A stranger's mail to a domain that is not ours. */
  RelayDenied,
  SenderNotAllowed,
  StoreFailed,
  Suppressed,
  /** The memory for mail on its way in is used up. */
  TooManyInTransit,
  /** The user has as many keys of requests as are kept. */
  TooManyKeys,
  TooManyRecipients,
  /** The user has as much mail in the queue as one may have. */
  TooMuchWaiting,
  /** An address literal that is not the one connected to. */
  UnknownLiteral,
  /** Nobody has that address. */
  UnknownUser
}
