package io.mailhelm.dns.spf;

/**
 * How many bits of an address must be equal (dual-cidr-length, RFC 7208 §5.3).
 *
 * @param v4 0 to 32
 * @param v6 0 to 128
 */
public record PrefixLengths(int v4, int v6) {
  /** Whole addresses. */
  public static final PrefixLengths WHOLE = new PrefixLengths(32, 128);

  public PrefixLengths {
    if (v4 < 0 || v4 > 32 || v6 < 0 || v6 > 128) {
      throw new IllegalArgumentException("no prefix lengths: /" + v4 + "//" + v6);
    }
  }

  AddressBlock around(byte[] address) {
    return new AddressBlock(address, address.length == 4 ? v4 : v6);
  }

  /**
   * @param digits what follows the slash, without leading zeros (RFC 7208 §12)
   */
  static int read(String digits, int most, String term) throws SpfSyntaxException {
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= 3
            && digits.chars().allMatch(SpfCharacters::isDigit)
            && (digits.length() == 1 || digits.charAt(0) != '0');
    if (!isNumber || Integer.parseInt(digits) > most) {
      throw SpfSyntaxException.of(
          term, "a prefix length is a number from 0 to " + most + " without leading zeros");
    }
    return Integer.parseInt(digits);
  }
}
