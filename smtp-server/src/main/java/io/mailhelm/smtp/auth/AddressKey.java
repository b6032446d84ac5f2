package io.mailhelm.smtp.auth;

import java.net.InetAddress;
import java.util.HexFormat;

/** What counts as one peer: an IPv4 address, or an IPv6 /64, which is what one customer gets. */
public final class AddressKey {
  private AddressKey() {}

  /** The key of {@code address}; equal for peers that count together. */
  public static String of(InetAddress address) {
    var octets = address.getAddress();
    return HexFormat.of().formatHex(octets, 0, octets.length == 4 ? 4 : 8);
  }
}
