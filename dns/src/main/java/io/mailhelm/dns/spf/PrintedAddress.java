package io.mailhelm.dns.spf;

import java.util.HexFormat;
import java.util.Locale;

/** Writes addresses as macros need them (RFC 7208 §7.3). Pure. */
final class PrintedAddress {
  private static final int GROUPS = 8;

  private PrintedAddress() {}

  /** The form for {@code %{i}}: in IPv6 every digit is a label. */
  static String dotted(byte[] address) {
    return address.length == 4
        ? plain(address)
        : String.join(".", HexFormat.of().formatHex(address).toUpperCase(Locale.ROOT).split(""));
  }

  /** The form for {@code %{c}}: as people read it (RFC 5952 §4). */
  static String plain(byte[] address) {
    if (address.length == 4) {
      return "%d.%d.%d.%d"
          .formatted(address[0] & 0xff, address[1] & 0xff, address[2] & 0xff, address[3] & 0xff);
    }
    int from = GROUPS;
    int length = 1; // one group of zeros alone is written out
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && group(address, i + zeros) == 0) {
        zeros++;
      }
      if (zeros > length) {
        from = i;
        length = zeros;
      }
    }
    return from == GROUPS
        ? groups(address, 0, GROUPS)
        : groups(address, 0, from) + "::" + groups(address, from + length, GROUPS);
  }

  private static String groups(byte[] address, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(group(address, i)));
    }
    return text.toString();
  }

  private static int group(byte[] address, int i) {
    return (address[2 * i] & 0xff) << 8 | address[2 * i + 1] & 0xff;
  }
}
