package io.mailhelm.smtp.send;

import io.mailhelm.config.Ascii;
import io.mailhelm.smtp.protocol.Offers;
import io.mailhelm.smtp.send.Refusal.Kind;
import io.mailhelm.smtp.store.Outgoing.Requirement;

/** Whether a server can take a message at all, by what it says it can do. */
final class Fitness {
  private final Parcel parcel;
  private final Payload message;

  Fitness(Parcel parcel, Payload message) {
    this.parcel = parcel;
    this.message = message;
  }

  /**
   * Settles what cannot be sent.
   *
   * @throws Refusal where another server may be able to
   */
  void check(Session session, Verdict[] verdicts) throws Refusal {
    var offers = session.offers();
    if (parcel.requirements().contains(Requirement.REQUIRETLS)) {
      requireTls(session);
    }
    if (!Address.isWritable(parcel.reversePath())) {
      all(verdicts, Verdict.failed(Codes.BAD_SENDER, "the sender's address has a line end in it"));
    } else if (message.size() > offers.maxSize()) {
      all(
          verdicts,
          Verdict.failed(
              Codes.TOO_LARGE,
              "the message has %d octets and this server takes %d"
                  .formatted(message.size(), offers.maxSize())));
    } else if (!offers.utf8() && isUtf8(parcel.reversePath())) {
      all(verdicts, Verdict.failed(Codes.NEEDS_UTF8, withoutUtf8("the sender's address")));
    } else if (!offers.utf8() && hasUtf8()) {
      all(verdicts, Verdict.failed(Codes.NEEDS_UTF8, withoutUtf8("the message's header")));
    } else if (message.eightBit() && !offers.eightBit()) {
      all(
          verdicts,
          Verdict.failed(
              Codes.NEEDS_8BIT,
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

  private void recipient(int index, Offers offers, Verdict[] verdicts) {
    var address = parcel.recipients().get(index).address();
    if (!Address.isWritable(address)) {
      verdicts[index] = Verdict.failed(Codes.BAD_RECIPIENT, "the address has a line end in it");
    } else if (!offers.utf8() && isUtf8(address)) {
      verdicts[index] = Verdict.failed(Codes.NEEDS_UTF8, withoutUtf8("the address"));
    }
  }

  /** RFC 8689 §4.2.1: only to a server that is known to be the right one, and passes it on. */
  private void requireTls(Session session) throws Refusal {
    if (!session.protection().isVerified() || !session.offers().requireTls()) {
      throw new Refusal(
          Kind.SAID,
          Verdict.failed(
              Codes.NEEDS_REQUIRETLS,
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
    return !Ascii.isAscii(Address.wire(path));
  }

  private static String withoutUtf8(String what) {
    return what + " is in UTF-8 and this server does not take that (no SMTPUTF8)";
  }

  private static void all(Verdict[] verdicts, Verdict verdict) {
    for (int i = 0; i < verdicts.length; i++) {
      if (verdicts[i] == null) {
        verdicts[i] = verdict;
      }
    }
  }
}
