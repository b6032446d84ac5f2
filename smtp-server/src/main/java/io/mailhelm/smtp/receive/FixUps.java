package io.mailhelm.smtp.receive;

/**
 * What a submission server mends in a user's message (RFC 6409 §8): Date and Message-ID are added
 * where they are missing, Bcc is taken off. In a stranger's mail nothing is changed.
 */
final class FixUps {
  private static final String[] BLIND = {"bcc", "resent-bcc"};

  private FixUps() {}

  /**
   * Takes every Bcc field out of a header section, in place: what it names, no recipient may learn
   * (RFC 5322 §3.6.3).
   *
   * @return its length without them
   */
  static int withoutBcc(byte[] octets, int length) {
    int kept = 0;
    for (int at = 0; at < length; ) {
      int end = HeaderSection.fieldEnd(octets, at, length);
      if (!isBlind(octets, at, end)) {
        if (kept < at) {
          System.arraycopy(octets, at, octets, kept, end - at);
        }
        kept += end - at;
      }
      at = end;
    }
    return kept;
  }

  private static boolean isBlind(byte[] octets, int at, int end) {
    int nameEnd = at;
    while (nameEnd < end && octets[nameEnd] != ':' && octets[nameEnd] != '\n') {
      nameEnd++;
    }
    if (nameEnd == end || octets[nameEnd] != ':') {
      return false;
    }
    while (nameEnd > at && (octets[nameEnd - 1] == ' ' || octets[nameEnd - 1] == '\t')) {
      nameEnd--; // RFC 5322 §4.5
    }
    for (var name : BLIND) {
      if (nameEnd - at == name.length() && HeaderSection.is(octets, at, name)) {
        return true;
      }
    }
    return false;
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
