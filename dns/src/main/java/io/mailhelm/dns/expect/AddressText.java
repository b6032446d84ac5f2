package io.mailhelm.dns.expect;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Writes addresses as the DNS does. */
public final class AddressText {
  private AddressText() {}

  /** The address as people write it: dotted quads, or by RFC 5952 §4. */
  public static String of(InetAddress address) {
    if (address instanceof Inet4Address) {
      return address.getHostAddress();
    }
    var groups = groups(address.getAddress());
    int start = -1;
    int length = 1; // a lone zero is not shortened (RFC 5952 §4.2.2)
    for (int i = 0; i < groups.length; i++) {
      int run = zeros(groups, i);
      if (run > length) {
        start = i;
        length = run;
      }
    }
    if (start < 0) {
      return joined(groups, 0, groups.length);
    }
    return joined(groups, 0, start) + "::" + joined(groups, start + length, groups.length);
  }

  /** {@code A} or {@code AAAA}. */
  public static String type(InetAddress address) {
    return address instanceof Inet4Address ? "A" : "AAAA";
  }

  /** The name of its PTR record (RFC 1035 §3.5, RFC 3596 §2.5), without the last dot. */
  public static String reverse(InetAddress address) {
    return reversed(address) + (address instanceof Inet4Address ? ".in-addr.arpa" : ".ip6.arpa");
  }

  /**
   * Its octets or nibbles from the last to the first, separated by dots, as block lists need them
   * too.
   */
  public static String reversed(InetAddress address) {
    var octets = address.getAddress();
    var labels = new StringBuilder();
    for (int i = octets.length - 1; i >= 0; i--) {
      var dot = i == 0 ? "" : ".";
      if (octets.length == 4) {
        labels.append(octets[i] & 0xff).append(dot);
      } else {
        var hex = HexFormat.of().toHexDigits(octets[i]);
        labels.append(hex.charAt(1)).append('.').append(hex.charAt(0)).append(dot);
      }
    }
    return labels.toString();
  }

  private static int[] groups(byte[] octets) {
    var groups = new int[octets.length / 2];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (octets[2 * i] & 0xff) << 8 | octets[2 * i + 1] & 0xff;
    }
    return groups;
  }

  private static int zeros(int[] groups, int from) {
    int at = from;
    while (at < groups.length && groups[at] == 0) {
      at++;
    }
    return at - from;
  }

  private static String joined(int[] groups, int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
