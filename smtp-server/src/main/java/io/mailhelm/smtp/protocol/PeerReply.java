package io.mailhelm.smtp.protocol;

import java.util.List;
import java.util.Objects;

/**
 * A reply of another server (RFC 5321 §4.2).
 *
 * @param code 200 to 599
 * @param enhanced the enhanced status code (RFC 2034) of the first line; empty where it gave none
 *     or one of another class than {@code code}
 * @param lines the text, without codes; characters that no text has are question marks
 */
public record PeerReply(int code, String enhanced, List<String> lines) {
  public PeerReply {
    Objects.requireNonNull(enhanced);
    lines = List.copyOf(lines);
  }

  /** The lines in one. */
  public String text() {
    return String.join(" ", lines);
  }

  /** Whether it was done (2yz). */
  public boolean isDone() {
    return code / 100 == 2;
  }

  /** Whether it failed for good (5yz). */
  public boolean isPermanentFailure() {
    return code / 100 == 5;
  }
}
