package io.mailhelm.smtp.sign;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Writes a DKIM-Signature field (RFC 6376 §3.5), folded where folding white space may stand so that
 * its lines have 78 characters or less where the names in it allow.
 */
final class SignatureTags {
  static final String NAME = "DKIM-Signature";
  private static final int MAX_LINE = 78; // RFC 5322 §2.1.1
  private final StringBuilder text = new StringBuilder(900);
  private int lineStart;

  private SignatureTags() {
    text.append(NAME).append(':');
  }

  /** The field up to and including {@code b=}: what is signed of the field itself. */
  static String unsigned(
      String algorithm,
      String domain,
      String selector,
      Instant at,
      List<String> signed,
      byte[] bodyHash) {
    var tags = new SignatureTags();
    tags.put(" v=1;");
    tags.put(" a=" + algorithm + ";");
    tags.put(" c=relaxed/relaxed;");
    tags.put(" d=" + domain + ";");
    tags.put(" s=" + selector + ";");
    tags.put(" t=" + at.getEpochSecond() + ";");
    for (int i = 0; i < signed.size(); i++) {
      boolean last = i == signed.size() - 1;
      tags.put((i == 0 ? " h=" : "") + signed.get(i) + (last ? ";" : ":"));
    }
    tags.put(" bh=" + Base64.getEncoder().encodeToString(bodyHash) + ";");
    tags.newLine();
    tags.text.append("b=");
    return tags.text.toString();
  }

  /** The whole field with its CRLF. */
  static byte[] signed(String unsigned, byte[] signature) {
    var base64 = Base64.getEncoder().encodeToString(signature);
    var text = new StringBuilder(unsigned.length() + base64.length() + 32).append(unsigned);
    int room = MAX_LINE - 3; // the tab and "b="
    for (int at = 0; at < base64.length(); at += room) {
      text.append(at == 0 ? "" : "\r\n\t");
      text.append(base64, at, Math.min(at + room, base64.length()));
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void put(String piece) {
    if (text.length() - lineStart + piece.length() > MAX_LINE) {
      newLine();
      text.append(piece.stripLeading());
    } else {
      text.append(piece);
    }
  }

  private void newLine() {
    text.append("\r\n\t");
    lineStart = text.length() - 1;
  }
}
