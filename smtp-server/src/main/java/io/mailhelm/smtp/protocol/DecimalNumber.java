package io.mailhelm.smtp.protocol;

/** Parses decimal numbers in commands. */
final class DecimalNumber {
  private static final int MAX_DIGITS = 20; // RFC 1870 §4, RFC 3030 §2

  private DecimalNumber() {}

  /** 1 to 20 digits and nothing else; {@link Long#MAX_VALUE} when no long can hold it. */
  static long parse(String digits, Reply otherwise) throws SyntaxException {
    if (digits.isEmpty() || digits.length() > MAX_DIGITS) {
      throw new SyntaxException(otherwise);
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new SyntaxException(otherwise);
      }
      number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
    }
    return number;
  }
}
