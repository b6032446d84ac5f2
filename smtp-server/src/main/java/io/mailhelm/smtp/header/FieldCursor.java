package io.mailhelm.smtp.header;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Goes through a header section, field by field. One thread's.
 *
 * <p>It is the only reader of field names in the server: sender policies, signatures and what is
 * shown must not disagree about which line is the From field. A name is printable ASCII without a
 * colon (RFC 5322 §2.2); spaces and tabs may stand between it and its colon (§4.5). Any other line,
 * such as one with a control character in its name or folded before its colon, is no field.
 */
public final class FieldCursor {
  private final byte[] octets;
  private final int to;
  private int start;
  private int nameEnd;
  private int colon;
  private int end;
  private int line = 1;
  private int nextLine = 1;

  /**
   * Stands before the first field of {@code octets[from, to)}: a header section without the empty
   * line that ends it.
   */
  public FieldCursor(byte[] octets, int from, int to) {
    this.octets = octets;
    this.end = from;
    this.to = to;
  }

  /** The name of the field in {@code octets}, in lower case; empty when they are no field. */
  public static String name(byte[] octets) {
    var cursor = new FieldCursor(octets, 0, octets.length);
    return cursor.next() && cursor.isField() ? cursor.name() : "";
  }

  /**
   * Where a header section ends, after its last field's CRLF.
   *
   * @param from where to look from: 0, or 3 octets before what was looked at already
   * @return -1 when its empty line is not here yet
   */
  public static int sectionEnd(byte[] octets, int from, int to) {
    if (from == 0 && to >= 2 && octets[0] == '\r' && octets[1] == '\n') {
      return 0;
    }
    for (int i = from; i + 3 < to; i++) {
      if (octets[i + 3] == '\n'
          && octets[i + 2] == '\r'
          && octets[i + 1] == '\n'
          && octets[i] == '\r') {
        return i + 2;
      }
    }
    return -1;
  }

  /** Goes on to the next field, or to the next line that is none; false at the end. */
  public boolean next() {
    if (end >= to) {
      return false;
    }
    start = end;
    line = nextLine;
    readName();
    readEnd();
    return true;
  }

  private void readName() {
    int at = start;
    while (at < to && octets[at] > ' ' && octets[at] < 0x7f && octets[at] != ':') {
      at++;
    }
    nameEnd = at;
    while (at < to && isBlank(octets[at])) {
      at++;
    }
    colon = nameEnd > start && at < to && octets[at] == ':' ? at : -1;
  }

  /** After the line end that no blank follows: one that does folds (RFC 5322 §2.2.3). */
  private void readEnd() {
    int at = Math.max(nameEnd, colon);
    while (at < to) {
      if (octets[at++] == '\n') {
        nextLine++;
        if (at == to || !isBlank(octets[at])) {
          break;
        }
      }
    }
    end = at;
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }

  /** Whether it stands at a field; else at a line that is none, with the lines folded to it. */
  public boolean isField() {
    return colon >= 0;
  }

  /** The number of its first line, from 1. */
  public int line() {
    return line;
  }

  /** Where it begins. */
  public int start() {
    return start;
  }

  /** The octets of its name. */
  public int nameLength() {
    return nameEnd - start;
  }

  /** Where its colon is. */
  public int colon() {
    return colon;
  }

  /** After its last line end. */
  public int end() {
    return end;
  }

  /**
   * Whether it has that name, in whatever case.
   *
   * @param lower in lower case
   */
  public boolean is(String lower) {
    if (colon < 0 || lower.length() != nameEnd - start) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      if ((octets[start + i] | 0x20) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Its name in lower case. */
  public String name() {
    return new String(octets, start, nameEnd - start, StandardCharsets.US_ASCII)
        .toLowerCase(Locale.ROOT);
  }

  /** Its text: unfolded (RFC 5322 §2.2.3), without the blanks around it, UTF-8 (RFC 6532). */
  public String text() {
    return text(octets, colon + 1, end);
  }

  /** The same of {@code octets[from, to)}, what stands behind a field's colon. */
  public static String text(byte[] octets, int from, int to) {
    int first = from;
    int last = to;
    while (first < last && isAround(octets[first])) {
      first++;
    }
    while (last > first && isAround(octets[last - 1])) {
      last--;
    }
    var text = new String(octets, first, last - first, StandardCharsets.UTF_8);
    return text.indexOf('\n') < 0 && text.indexOf('\t') < 0
        ? text
        : text.replace("\r", "").replace("\n", "").replace('\t', ' ');
  }

  private static boolean isAround(byte octet) {
    return isBlank(octet) || octet == '\r' || octet == '\n';
  }
}
