package io.mailhelm.dns.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads macro strings (RFC 7208 §7.1). For one string. */
final class MacroReader {
  private static final String LETTERS = "slodiphv";

  /** Letters that are allowed only in explanations (RFC 7208 §7.2). */
  private static final String OF_EXPLANATIONS = "crt";

  private static final String DELIMITERS = ".-+,/_=";
  private final String text;
  private final String term;
  private final boolean isExplanation;
  private final List<MacroPart> parts = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();
  private int at;
  private int afterMacro;

  /**
   * @param term the term that contains it, for messages
   */
  private MacroReader(String text, String term, boolean isExplanation) {
    this.text = text;
    this.term = term;
    this.isExplanation = isExplanation;
  }

  /** Reads an explain-string, in which spaces are text too. */
  static List<MacroPart> explanation(String text) throws SpfSyntaxException {
    return new MacroReader(text, text, true).read();
  }

  /** Reads the value of an unknown modifier, in which any letter is allowed. */
  static List<MacroPart> any(String text, String term) throws SpfSyntaxException {
    return new MacroReader(text, term, true).read();
  }

  /** Reads a domain-spec, which ends in a macro or in a dot and a top-level label. */
  static List<MacroPart> domain(String text, String term) throws SpfSyntaxException {
    var reader = new MacroReader(text, term, false);
    var parts = reader.read();
    if (reader.afterMacro < text.length() || text.isEmpty()) {
      reader.mustEndInTopLabel(text.substring(reader.afterMacro));
    }
    return parts;
  }

  private List<MacroPart> read() throws SpfSyntaxException {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '%') {
        macro();
        afterMacro = at;
      } else if (c >= 0x21 && c <= 0x7e || c == ' ' && isExplanation) {
        literal.append(c);
      } else {
        throw SpfSyntaxException.of(term, "only printable ASCII may be in it");
      }
    }
    endLiteral();
    return List.copyOf(parts);
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new MacroPart.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private char next() throws SpfSyntaxException {
    if (at == text.length()) {
      throw notMacro();
    }
    return text.charAt(at++);
  }

  private SpfSyntaxException notMacro() {
    return SpfSyntaxException.of(term, "after '%' comes a macro such as '{i}', or '%', '_' or '-'");
  }

  private void macro() throws SpfSyntaxException {
    switch (next()) {
      case '%' -> literal.append('%');
      case '_' -> literal.append(' ');
      case '-' -> literal.append("%20");
      case '{' -> expansion();
      default -> throw notMacro();
    }
  }

  private void expansion() throws SpfSyntaxException {
    char written = next();
    var letter = String.valueOf(written).toLowerCase(Locale.ROOT);
    if (!LETTERS.contains(letter) && !(isExplanation && OF_EXPLANATIONS.contains(letter))) {
      throw SpfSyntaxException.of(
          term,
          OF_EXPLANATIONS.contains(letter)
              ? "the macros c, r and t are for explanations only"
              : "its macros may be s, l, o, d, i, p, h and v");
    }
    int keep = keep();
    boolean isReversed = at < text.length() && (text.charAt(at) == 'r' || text.charAt(at) == 'R');
    if (isReversed) {
      at++;
    }
    var delimiters = new StringBuilder();
    for (char c = next(); c != '}'; c = next()) {
      if (DELIMITERS.indexOf(c) < 0) {
        throw SpfSyntaxException.of(
            term,
            "a macro's letter may be followed by a number, 'r' and delimiters of " + DELIMITERS);
      }
      delimiters.append(c);
    }
    endLiteral();
    parts.add(
        new MacroPart.Expansion(
            letter.charAt(0),
            SpfCharacters.isLetter(written) && Character.isUpperCase(written),
            keep,
            isReversed,
            delimiters.isEmpty() ? "." : delimiters.toString()));
  }

  /** The number of parts to keep; more than any name has are as good as all. */
  private int keep() throws SpfSyntaxException {
    int from = at;
    int keep = 0;
    while (at < text.length() && SpfCharacters.isDigit(text.charAt(at))) {
      keep = Math.min(100_000, keep * 10 + Character.digit(text.charAt(at++), 10));
    }
    if (at > from && keep == 0) {
      throw SpfSyntaxException.of(term, "a macro's number is 1 or more");
    }
    return keep;
  }

  private void mustEndInTopLabel(String end) throws SpfSyntaxException {
    if (text.isEmpty()) {
      throw SpfSyntaxException.of(term, "it names no domain");
    }
    var name = end.endsWith(".") ? end.substring(0, end.length() - 1) : end;
    int dot = name.lastIndexOf('.');
    if (dot < 0) {
      throw SpfSyntaxException.of(term, "it needs a whole domain name, with a dot");
    }
    if (!isTopLabel(name.substring(dot + 1))) {
      throw SpfSyntaxException.of(
          term, "it does not end in a top-level domain (an address is written with ip4: or ip6:)");
    }
  }

  /**
   * Whether it is a top-level label: letters, digits and inner hyphens, and not only digits (RFC
   * 7208 §7.1).
   */
  private static boolean isTopLabel(String label) {
    return !label.isEmpty()
        && !label.startsWith("-")
        && !label.endsWith("-")
        && label
            .chars()
            .allMatch(c -> SpfCharacters.isLetter(c) || SpfCharacters.isDigit(c) || c == '-')
        && !label.chars().allMatch(SpfCharacters::isDigit);
  }
}
