package io.mailhelm.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a list of trusted blocks is so wide that it means everyone. All blocks are judged
 * together, so that two halves of the internet do not count for less than the whole.
 */
public final class TrustedNetworks {
  /**
   * A list that is wider than one block of this prefix means everyone; private addresses do not
   * count.
   */
  public static final int WIDEST_IPV4_PREFIX = 8;

  /** The same for IPv6. */
  public static final int WIDEST_IPV6_PREFIX = 16;

  /** IPv6 blocks that embed the IPv4 internet, and after how many bits its addresses follow. */
  private static final Map<Cidr, Integer> CARRIERS =
      Map.of(
          Cidr.of("64:ff9b::/96"), 96, // RFC 6052 §2.1
          Cidr.of("2002::/16"), 16); // RFC 3056 §2

  private TrustedNetworks() {}

  /** Whether these blocks together cover so many public addresses that they mean everyone. */
  public static boolean areEveryone(Collection<Cidr> blocks) {
    var ipv4 = new ArrayList<Cidr>();
    var ipv6 = new ArrayList<Cidr>();
    for (var block : blocks) {
      if (isPrivate(block)) {
        continue;
      }
      if (block.bits() == 32) {
        ipv4.add(block);
      } else {
        ipv6.add(block);
        CARRIERS.forEach((carrier, offset) -> carried(block, carrier, offset, ipv4));
      }
    }
    return size(ipv4).compareTo(BigInteger.TWO.pow(32 - WIDEST_IPV4_PREFIX)) > 0
        || size(ipv6).compareTo(BigInteger.TWO.pow(128 - WIDEST_IPV6_PREFIX)) > 0;
  }

  private static boolean isPrivate(Cidr block) {
    return AddressScope.of(address(block.first(), block.bits())).isInternal()
        && AddressScope.of(address(block.last(), block.bits())).isInternal();
  }

  /** Adds the IPv4 addresses that reach us through a translator in this block. */
  private static void carried(Cidr block, Cidr carrier, int offset, List<Cidr> ipv4) {
    if (block.first().compareTo(carrier.last()) > 0
        || block.last().compareTo(carrier.first()) < 0) {
      return;
    }
    var network = address(block.first(), 128).getAddress();
    int prefix = Math.clamp(block.prefix() - (long) offset, 0, 32);
    var octets = Arrays.copyOfRange(network, offset / 8, offset / 8 + 4);
    ipv4.add(prefix == 0 ? Cidr.of("0.0.0.0/0") : Cidr.of(text(octets) + "/" + prefix));
  }

  /** How many addresses are in any of these blocks. */
  private static BigInteger size(List<Cidr> blocks) {
    var size = BigInteger.ZERO;
    var counted = BigInteger.valueOf(-1);
    for (var block : blocks.stream().sorted(Comparator.comparing(Cidr::first)).toList()) {
      var from = block.first().max(counted.add(BigInteger.ONE));
      if (block.last().compareTo(from) >= 0) {
        size = size.add(block.last().subtract(from)).add(BigInteger.ONE);
        counted = block.last();
      }
    }
    return size;
  }

  private static InetAddress address(BigInteger number, int bits) {
    var octets = new byte[bits / 8];
    var digits = number.toByteArray();
    int length = Math.min(digits.length, octets.length);
    System.arraycopy(digits, digits.length - length, octets, octets.length - length, length);
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new AssertionError("an address has 4 or 16 octets", e);
    }
  }

  private static String text(byte[] octets) {
    return address(new BigInteger(1, octets), 32).getHostAddress();
  }
}
