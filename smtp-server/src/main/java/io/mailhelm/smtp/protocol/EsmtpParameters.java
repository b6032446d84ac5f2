package io.mailhelm.smtp.protocol;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Parses the parameters after a path, one after the other: {@code keyword[=value]} (RFC 5321
 * §4.1.2).
 */
final class EsmtpParameters {
  private final String text;
  private final Set<String> seen = new HashSet<>(4);
  private int at;
  private String keyword = "";
  private String value = "";
  private boolean hasValue;

  EsmtpParameters(String text, int from) {
    this.text = text;
    this.at = from;
  }

  /** Where the argument goes on after {@code FROM:} or {@code TO:} and any blanks. */
  static int afterKeyword(String argument, String keyword, Reply otherwise) throws SyntaxException {
    if (!argument.regionMatches(true, 0, keyword, 0, keyword.length())) {
      throw new SyntaxException(otherwise);
    }
    int at = keyword.length();
    while (at < argument.length() && argument.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  boolean next() throws SyntaxException {
    if (at < text.length() && text.charAt(at) != ' ') {
      throw new SyntaxException(Replies.PARAMETER_SYNTAX);
    }
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at == text.length()) {
      return false;
    }
    int end = text.indexOf(' ', at);
    end = end < 0 ? text.length() : end;
    int equals = text.indexOf('=', at, end);
    hasValue = equals >= 0;
    keyword = text.substring(at, hasValue ? equals : end).toUpperCase(Locale.ROOT);
    value = hasValue ? text.substring(equals + 1, end) : "";
    at = end;
    if (!isKeyword(keyword) || hasValue && value.isEmpty()) {
      throw new SyntaxException(Replies.PARAMETER_SYNTAX);
    }
    if (!seen.add(keyword)) {
      throw new SyntaxException(Replies.PARAMETER_TWICE);
    }
    return true;
  }

  String keyword() {
    return keyword;
  }

  String value(Reply otherwise) throws SyntaxException {
    if (!hasValue) {
      throw new SyntaxException(otherwise);
    }
    return value;
  }

  void noValue(Reply otherwise) throws SyntaxException {
    if (hasValue) {
      throw new SyntaxException(otherwise);
    }
  }

  /** The value in upper case, one of {@code allowed}. */
  String oneOf(Reply otherwise, String... allowed) throws SyntaxException {
    var upper = value(otherwise).toUpperCase(Locale.ROOT);
    for (var one : allowed) {
      if (one.equals(upper)) {
        return upper;
      }
    }
    throw new SyntaxException(otherwise);
  }

  /** RFC 1870 §4: 1 to 20 digits. One that no long can hold is larger than any limit. */
  long number(Reply otherwise) throws SyntaxException {
    return DecimalNumber.parse(value(otherwise), otherwise);
  }

  /** A value of at most {@code max} printable characters. */
  String xtext(int max, Reply otherwise) throws SyntaxException {
    if (value(otherwise).length() > max) {
      throw new SyntaxException(otherwise);
    }
    return value;
  }

  private static boolean isKeyword(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit = c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letterOrDigit && (c != '-' || i == 0)) {
        return false;
      }
    }
    return true;
  }
}
