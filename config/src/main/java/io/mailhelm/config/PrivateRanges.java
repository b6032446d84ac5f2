package io.mailhelm.config;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Addresses that mean nothing on the internet: networks behind a router, and this machine. */
public final class PrivateRanges {
  private static final List<Cidr> RANGES =
      Stream.of(
              "10.0.0.0/8", // RFC 1918 §3
              "172.16.0.0/12", // RFC 1918 §3
              "192.168.0.0/16", // RFC 1918 §3
              "100.64.0.0/10", // RFC 6598 §7
              "169.254.0.0/16", // RFC 3927 §2.1
              "127.0.0.0/8", // RFC 1122 §3.2.1.3
              "fc00::/7", // RFC 4193 §3.1
              "fe80::/10", // RFC 4291 §2.5.6
              "::1/128") // RFC 4291 §2.5.3
          .map(Cidr::of)
          .toList();

  private PrivateRanges() {}

  /** Whether an address is one that no stranger on the internet has. */
  public static boolean contains(InetAddress address) {
    return RANGES.stream().anyMatch(range -> range.contains(address));
  }
}
