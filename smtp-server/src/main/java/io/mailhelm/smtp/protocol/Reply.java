package io.mailhelm.smtp.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reply of this server to a command (RFC 5321 §4.2), encoded once. Immutable.
 *
 * <p>The text is UTF-8: only addresses that a client itself sent under SMTPUTF8 can make it more
 * than ASCII (RFC 6531 §3.7.4).
 */
public final class Reply {
  /** No reply at all: BDAT is answered after its octets. */
  public static final Reply NONE = new Reply(0, "", List.of());

  private final int code;
  private final String enhanced;
  private final List<String> lines;
  private final byte[] wire;

  private Reply(int code, String enhanced, List<String> lines) {
    this.code = code;
    this.enhanced = enhanced;
    this.lines = List.copyOf(lines);
    this.wire = encode();
  }

  /**
   * A reply of one line with an enhanced status code (RFC 2034).
   *
   * @param code 200 to 599
   * @param enhanced e.g. {@code 5.1.1}
   * @param text a sentence without line ends
   */
  public static Reply of(int code, String enhanced, String text) {
    return new Reply(code, enhanced, List.of(text));
  }

  /** A reply without enhanced code: the banner, EHLO, 334 and 354 have none (RFC 2034 §4). */
  public static Reply plain(int code, String... lines) {
    return new Reply(code, "", List.of(lines));
  }

  /** As {@link #plain(int, String...)}. */
  public static Reply plain(int code, List<String> lines) {
    return new Reply(code, "", lines);
  }

  /** The three digits. */
  public int code() {
    return code;
  }

  /** The enhanced status code, empty when it has none. */
  public String enhanced() {
    return enhanced;
  }

  /** The text, its lines joined by a space. */
  public String text() {
    return String.join(" ", lines);
  }

  /** Whether the command failed for good. */
  public boolean isPermanentFailure() {
    return code >= 500;
  }

  /** Whether the command was done. */
  public boolean isPositive() {
    return code < 400;
  }

  /** The octets to send. Not to be changed. */
  byte[] wire() {
    return wire;
  }

  /** Appends the octets to {@code out}. */
  public void writeTo(ReplyBuffer out) {
    out.append(wire, wire.length);
  }

  private byte[] encode() {
    var text = new StringBuilder(96);
    for (int i = 0; i < lines.size(); i++) {
      text.append(code).append(i == lines.size() - 1 ? ' ' : '-');
      if (!enhanced.isEmpty()) {
        text.append(enhanced).append(' ');
      }
      text.append(lines.get(i)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** As on the wire, without the last line end. */
  @Override
  public String toString() {
    return new String(wire, StandardCharsets.UTF_8).stripTrailing();
  }
}
