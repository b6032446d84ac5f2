package io.mailhelm.smtp.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decodes the replies of another server (RFC 5321 §4.2), which may be anything: it tolerates a
 * missing CR, and limits lines to four times what RFC 5321 §4.5.3.1.5 allows, {@value #MAX_LINES}
 * of them and {@value #MAX_REPLY} octets in all. It reads one reply at a time and stops after its
 * last line.
 */
public final class PeerReplyDecoder {
  static final int MAX_LINE = 2_048;
  static final int MAX_LINES = 100;
  static final int MAX_REPLY = 64 << 10;

  private static final Pattern ENHANCED =
      Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: +(.*))?");
  private final byte[] line = new byte[MAX_LINE];
  private final List<String> lines = new ArrayList<>();
  private int length;
  private int total;
  private int code;
  private boolean complete;

  /** What came is no reply. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private UnreadableException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Takes {@code octets[from, to)} as far as the reply goes.
   *
   * @return where it stopped: after the reply's last line, or {@code to}
   */
  public int feed(byte[] octets, int from, int to) throws UnreadableException {
    int at = from;
    while (at < to && !complete) {
      int end = LineEndScan.lineFeed(octets, at, to);
      int count = end - at;
      total += count;
      if (length + count > MAX_LINE || total > MAX_REPLY) {
        throw new UnreadableException("a reply longer than any has to be");
      }
      System.arraycopy(octets, at, line, length, count);
      length += count;
      if (end == to) {
        return to;
      }
      at = end + 1;
      lineEnded();
    }
    return at;
  }

  /** Whether there is a reply to {@link #take}. */
  public boolean isComplete() {
    return complete;
  }

  /** The reply; the next one can be fed then. */
  public PeerReply take() {
    var first = ENHANCED.matcher(lines.getFirst());
    var enhanced = "";
    if (first.matches() && first.group(1).charAt(0) - '0' == code / 100) {
      var same = first.group(1);
      enhanced = same;
      lines.replaceAll(line -> without(same, line));
    }
    var reply = new PeerReply(code, enhanced, lines);
    lines.clear();
    total = 0;
    complete = false;
    return reply;
  }

  /** A line that has another enhanced code says something else, and keeps it. */
  private static String without(String enhanced, String text) {
    var matcher = ENHANCED.matcher(text);
    if (!matcher.matches() || !matcher.group(1).equals(enhanced)) {
      return text;
    }
    return matcher.group(2) == null ? "" : matcher.group(2);
  }

  private void lineEnded() throws UnreadableException {
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    int now = length < 3 ? -1 : code();
    boolean goesOn = length > 3 && line[3] == '-';
    if (now < 200 || now > 599 || length > 3 && !goesOn && line[3] != ' ') {
      throw new UnreadableException("not a reply: " + printable(0));
    }
    if (!lines.isEmpty() && now != code) {
      throw new UnreadableException("one reply with two codes: " + printable(0));
    }
    if (lines.size() == MAX_LINES) {
      throw new UnreadableException("a reply of more lines than any has to have");
    }
    code = now;
    lines.add(printable(4));
    length = 0;
    complete = !goesOn;
  }

  private int code() {
    int number = 0;
    for (int i = 0; i < 3; i++) {
      if (line[i] < '0' || line[i] > '9') {
        return -1;
      }
      number = number * 10 + line[i] - '0';
    }
    return number;
  }

  private String printable(int from) {
    if (length <= from) {
      return "";
    }
    var text = new String(line, from, length - from, StandardCharsets.UTF_8).toCharArray();
    for (int i = 0; i < text.length; i++) {
      if (Character.isISOControl(text[i])) {
        text[i] = '?';
      }
    }
    return new String(text);
  }
}
