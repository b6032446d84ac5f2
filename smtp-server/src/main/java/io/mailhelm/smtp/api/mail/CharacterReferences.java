package io.mailhelm.smtp.api.mail;

import io.mailhelm.smtp.header.KnownCharsets;
import java.nio.charset.Charset;
import org.jsoup.nodes.Entities;

/** Decodes HTML character references, by name or number (HTML §13.2.5.72). Pure. */
final class CharacterReferences {
  /** No name is longer. */
  private static final int LONGEST_NAME = 31;

  /** Of the names that need no semicolon. */
  private static final int LONGEST_OLD_NAME = 6;

  private static final int SHORTEST_NAME = 2;

  private static final int HEX = 16;
  private static final int DECIMAL = 10;

  /** Numbers 128 to 159 mean this charset's characters, as HTML has it. */
  private static final Charset WINDOWS = KnownCharsets.WINDOWS_1252;

  private static final int WINDOWS_FROM = 0x80;
  private static final int WINDOWS_TO = 0x9f;
  private static final int REPLACEMENT = 0xfffd;

  private final String html;
  private final int to;
  private final boolean inAttribute;
  private final StringBuilder text;
  private int at;

  private CharacterReferences(String html, int from, int to, boolean inAttribute) {
    this.html = html;
    this.at = from;
    this.to = to;
    this.inAttribute = inAttribute;
    this.text = new StringBuilder(to - from);
  }

  /**
   * The characters of a piece of HTML. What is no reference stays as it is.
   *
   * @param inAttribute where a name without a semicolon is none before a letter, a digit or "="
   */
  static String decode(String html, int from, int to, boolean inAttribute) {
    int first = html.indexOf('&', from, to);
    return first < 0
        ? html.substring(from, to)
        : new CharacterReferences(html, from, to, inAttribute).decode();
  }

  private String decode() {
    while (at < to) {
      int next = html.indexOf('&', at, to);
      int end = next < 0 ? to : next;
      text.append(html, at, end);
      at = end;
      if (at < to && !reference()) {
        text.append('&');
        at++;
      }
    }
    return text.toString();
  }

  /** At an ampersand: whether there was a reference, which is behind us then. */
  private boolean reference() {
    return at + 1 < to && html.charAt(at + 1) == '#' ? number() : name();
  }

  private boolean number() {
    boolean isHex = at + 2 < to && (html.charAt(at + 2) | 0x20) == 'x';
    int radix = isHex ? HEX : DECIMAL;
    int from = at + (isHex ? 3 : 2);
    int end = from;
    int code = 0;
    for (; end < to && html.charAt(end) < WINDOWS_FROM; end++) {
      int digit = Character.digit(html.charAt(end), radix);
      if (digit < 0) {
        break;
      }
      code = Math.min(code * radix + digit, Character.MAX_CODE_POINT + 1);
    }
    if (end == from) {
      return false;
    }
    if (code >= WINDOWS_FROM && code <= WINDOWS_TO) {
      text.append(new String(new byte[] {(byte) code}, WINDOWS));
    } else {
      text.appendCodePoint(isCharacter(code) ? code : REPLACEMENT);
    }
    at = end < to && html.charAt(end) == ';' ? end + 1 : end;
    return true;
  }

  private static boolean isCharacter(int code) {
    return code > 0
        && code <= Character.MAX_CODE_POINT
        && (code < Character.MIN_SURROGATE || code > Character.MAX_SURROGATE);
  }

  private boolean name() {
    int from = at + 1;
    int end = from;
    int most = Math.min(to, from + LONGEST_NAME);
    while (end < most && isNameCharacter(html.charAt(end))) {
      end++;
    }
    if (end - from >= SHORTEST_NAME && end < to && html.charAt(end) == ';') {
      var named = Entities.getByName(html.substring(from, end));
      if (!named.isEmpty()) {
        text.append(named);
        at = end + 1;
        return true;
      }
    }
    return oldName(from, end);
  }

  /** The longest name that needs no semicolon. */
  private boolean oldName(int from, int end) {
    for (int i = Math.min(end, from + LONGEST_OLD_NAME); i >= from + SHORTEST_NAME; i--) {
      var name = html.substring(from, i);
      if (Entities.isBaseNamedEntity(name)) {
        if (inAttribute && i < to && (isNameCharacter(html.charAt(i)) || html.charAt(i) == '=')) {
          return false;
        }
        text.append(Entities.getByName(name));
        at = i;
        return true;
      }
    }
    return false;
  }

  private static boolean isNameCharacter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }
}
