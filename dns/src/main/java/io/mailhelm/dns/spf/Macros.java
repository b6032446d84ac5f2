package io.mailhelm.dns.spf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Replaces macros in a macro string (RFC 7208 §7). Pure, except for the values of the letters. */
final class Macros {
  /** RFC 7208 §7.3. */
  private static final int MAX_NAME = 253;

  private static final String UNRESERVED = "-._~"; // RFC 3986 §2.3

  /** The values of macro letters, given in lower case. */
  @FunctionalInterface
  interface Letters {
    String value(char letter);
  }

  private Macros() {}

  static String text(List<MacroPart> parts, Letters letters) {
    var text = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case MacroPart.Literal(var literal) -> text.append(literal);
        case MacroPart.Expansion expansion -> {
          var value = transformed(letters.value(expansion.letter()), expansion);
          text.append(expansion.isEscaped() ? escaped(value) : value);
        }
      }
    }
    return text.toString();
  }

  /**
   * A name to look up: without the last dot, and without its leftmost labels where it is too long.
   */
  static String name(List<MacroPart> parts, Letters letters) {
    var name = text(parts, letters);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    int from = 0;
    while (name.length() - from > MAX_NAME) {
      int dot = name.indexOf('.', from);
      if (dot < 0) {
        break;
      }
      from = dot + 1;
    }
    return name.substring(from);
  }

  private static String transformed(String value, MacroPart.Expansion expansion) {
    var parts = new ArrayList<String>();
    int from = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || expansion.delimiters().indexOf(value.charAt(i)) >= 0) {
        parts.add(value.substring(from, i));
        from = i + 1;
      }
    }
    if (expansion.isReversed()) {
      Collections.reverse(parts);
    }
    int drop = expansion.keep() == 0 ? 0 : Math.max(0, parts.size() - expansion.keep());
    return String.join(".", parts.subList(drop, parts.size()));
  }

  private static String escaped(String value) {
    var text = new StringBuilder();
    for (byte octet : value.getBytes(StandardCharsets.UTF_8)) {
      int c = octet & 0xff;
      if (SpfCharacters.isLetter(c) || SpfCharacters.isDigit(c) || UNRESERVED.indexOf(c) >= 0) {
        text.append((char) c);
      } else {
        text.append("%%%02X".formatted(c));
      }
    }
    return text.toString();
  }
}
