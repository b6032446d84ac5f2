package io.mailhelm.smtp.send;

import io.mailhelm.config.Ascii;
import io.mailhelm.smtp.protocol.EhloKeywords;
import io.mailhelm.smtp.send.ServerRefusal.Kind;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;

/** Checks whether a server can take a message, by the extensions that it offers. */
final class CapabilityCheck {
  private final OutboundMessage parcel;
  private final MessagePayload message;

  CapabilityCheck(OutboundMessage parcel, MessagePayload message) {
    this.parcel = parcel;
    this.message = message;
  }

  /**
   * Settles what cannot be sent.
   *
   * @throws ServerRefusal where another server may be able to
   */
  void check(ClientSession session, RecipientResult[] verdicts) throws ServerRefusal {
    var offers = session.offers();
    if (parcel.requirements().contains(Requirement.REQUIRETLS)) {
      requireTls(session);
    }
    if (!CommandPath.isWritable(parcel.reversePath())) {
      all(
          verdicts,
          RecipientResult.failed(
              LocalStatusCodes.BAD_SENDER, "the sender's address has a line end in it"));
    } else if (message.size() > offers.maxSize()) {
      all(
          verdicts,
          RecipientResult.failed(
              LocalStatusCodes.TOO_LARGE,
              "the message has %d octets and this server takes %d"
                  .formatted(message.size(), offers.maxSize())));
    } else if (!offers.utf8() && isUtf8(parcel.reversePath())) {
      all(
          verdicts,
          RecipientResult.failed(LocalStatusCodes.NEEDS_UTF8, withoutUtf8("the sender's address")));
    } else if (!offers.utf8() && hasUtf8()) {
      all(
          verdicts,
          RecipientResult.failed(LocalStatusCodes.NEEDS_UTF8, withoutUtf8("the message's header")));
    } else if (message.eightBit() && !offers.eightBit()) {
      all(
          verdicts,
          RecipientResult.failed(
              LocalStatusCodes.NEEDS_8BIT,
              "the message has 8-bit octets that cannot be encoded on its way (it is signed, or they"
                  + " are not in the content of a part) and this server takes 7-bit only (no"
                  + " 8BITMIME): send it as quoted-printable or base64"));
    }
    for (int i = 0; i < verdicts.length; i++) {
      if (verdicts[i] == null) {
        recipient(i, offers, verdicts);
      }
    }
  }

  private void recipient(int index, EhloKeywords offers, RecipientResult[] verdicts) {
    var address = parcel.recipients().get(index).address();
    if (!CommandPath.isWritable(address)) {
      verdicts[index] =
          RecipientResult.failed(
              LocalStatusCodes.BAD_RECIPIENT, "the address has a line end in it");
    } else if (!offers.utf8() && isUtf8(address)) {
      verdicts[index] =
          RecipientResult.failed(LocalStatusCodes.NEEDS_UTF8, withoutUtf8("the address"));
    }
  }

  /** RFC 8689 §4.2.1: only to a server that is known to be the right one, and passes it on. */
  private void requireTls(ClientSession session) throws ServerRefusal {
    if (!session.protection().isVerified() || !session.offers().requireTls()) {
      throw new ServerRefusal(
          Kind.SAID,
          RecipientResult.failed(
              LocalStatusCodes.NEEDS_REQUIRETLS,
              "the sender asks for TLS all the way (REQUIRETLS), and this server %s"
                  .formatted(
                      session.offers().requireTls()
                          ? "cannot be verified: " + session.protection().text()
                          : "does not offer that")));
    }
  }

  /** Whether SMTPUTF8 is asked for, where it is offered (RFC 6531 §3.4). */
  boolean needsUtf8() {
    return hasUtf8()
        || isUtf8(parcel.reversePath())
        || parcel.recipients().stream().anyMatch(recipient -> isUtf8(recipient.address()));
  }

  /** UTF-8 in the headers of parts looks like 8-bit content, so the sender's word counts there. */
  private boolean hasUtf8() {
    return message.utf8Header()
        || message.eightBit() && parcel.requirements().contains(Requirement.SMTPUTF8);
  }

  private static boolean isUtf8(String path) {
    return !Ascii.isAscii(CommandPath.wire(path));
  }

  private static String withoutUtf8(String what) {
    return what + " is in UTF-8 and this server does not take that (no SMTPUTF8)";
  }

  private static void all(RecipientResult[] verdicts, RecipientResult verdict) {
    for (int i = 0; i < verdicts.length; i++) {
      if (verdicts[i] == null) {
        verdicts[i] = verdict;
      }
    }
  }
}
