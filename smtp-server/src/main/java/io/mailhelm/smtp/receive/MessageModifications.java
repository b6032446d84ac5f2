package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.header.FieldCursor;

/**
 * Makes the changes of a submission server to a user's message (RFC 6409 §8): adds Date and
 * Message-ID where they are missing, and removes Bcc, what is meant for this server alone, and the
 * fields that only this server writes. Mail of others is not changed.
 */
final class MessageModifications {
  /** Whether a message is part of its policy's warm-up; {@code no}: it is not. */
  private static final String WARM_UP = "x-mailhelm-warm-up";

  private MessageModifications() {}

  /** Whether the header section asks that the message be no part of a warm-up. */
  static boolean optsOutOfWarmUp(byte[] octets, int length) {
    var at = new FieldCursor(octets, 0, length);
    while (at.next()) {
      if (at.isField() && at.is(WARM_UP) && at.text().equalsIgnoreCase("no")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes fields out of a header section, in place: every Bcc, for what it names no recipient may
   * learn (RFC 5322 §3.6.3), what is said to this server alone, and what says what this server did
   * with the message.
   *
   * @return its length without them
   */
  static int withoutPrivateFields(byte[] octets, int length) {
    int kept = 0;
    var at = new FieldCursor(octets, 0, length);
    while (at.next()) {
      if (isPrivate(at)) {
        continue;
      }
      int size = at.end() - at.start();
      if (kept < at.start()) {
        System.arraycopy(octets, at.start(), octets, kept, size);
      }
      kept += size;
    }
    return kept;
  }

  private static boolean isPrivate(FieldCursor at) {
    return at.is("bcc")
        || at.is("resent-bcc")
        || at.is(WARM_UP)
        || at.is(TraceFields.REDIRECTED_FOR)
        || at.is(TraceFields.CONTENT_WARNING);
  }

  /**
   * The fields that are missing, each ended by CRLF.
   *
   * @param id of the message
   * @param host right of the {@code @} in the Message-ID
   * @param date as RFC 5322 §3.3 has it
   */
  static String missing(HeaderSection header, String id, String host, String date) {
    return (header.dated() ? "" : "Date: " + date + "\r\n")
        + (header.identified() ? "" : "Message-ID: <" + id + "@" + host + ">\r\n");
  }
}
