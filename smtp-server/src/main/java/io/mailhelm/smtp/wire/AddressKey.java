package io.mailhelm.smtp.wire;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Makes the keys by which peers are counted: one peer is an IPv4 address or an IPv6 /64, which is
 * what one customer gets; one site is an IPv6 /48, of which some customers get all.
 */
public final class AddressKey {
  private AddressKey() {}

  /** The key of {@code address}; equal for peers that count together. */
  public static String of(InetAddress address) {
    var octets = address.getAddress();
    return HexFormat.of().formatHex(octets, 0, octets.length == 4 ? 4 : 8);
  }

  /** The key of the site of {@code address}; empty for IPv4, where addresses are dear. */
  public static Optional<String> site(InetAddress address) {
    var octets = address.getAddress();
    return octets.length == 4
        ? Optional.empty()
        : Optional.of("site " + HexFormat.of().formatHex(octets, 0, 6));
  }
}
