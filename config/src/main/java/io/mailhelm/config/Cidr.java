package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses, {@code 192.0.2.0/24} or {@code 2001:db8::/32} (RFC 4632, RFC 4291 §2.3). A
 * plain address is a block of one. IPv4 addresses in their IPv6 form ({@code ::ffff:192.0.2.0/120},
 * RFC 4291 §2.5.5.2) are the IPv4 block; no other IPv6 block has an IPv4 address in it.
 */
public final class Cidr {
  /** Bits before an IPv4 address in its IPv6 form. */
  private static final int MAPPED = 96;

  private final byte[] network;
  private final int prefix;

  private Cidr(byte[] network, int prefix) {
    this.network = network;
    this.prefix = prefix;
  }

  /**
   * @throws IllegalArgumentException when it is no CIDR, or has bits set beyond its prefix
   */
  @JsonCreator
  public static Cidr of(String text) {
    var slash = text.indexOf('/');
    var written = slash < 0 ? text : text.substring(0, slash);
    var address = literal(written, text);
    var bits = address.length * 8;
    var mapped = bits == 32 && written.indexOf(':') >= 0 ? MAPPED : 0;
    var prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), mapped, bits, text);
    var network = mask(address, prefix);
    if (!Arrays.equals(network, address)) {
      throw new IllegalArgumentException(
          "'%s' has bits set beyond its prefix: write %s"
              .formatted(text, new Cidr(network, prefix)));
    }
    return new Cidr(network, prefix);
  }

  /**
   * Whether {@code address} is in this block; an IPv4 address is never in an IPv6 block or the
   * reverse.
   */
  public boolean contains(InetAddress address) {
    var octets = address.getAddress();
    return octets.length == network.length && Arrays.equals(mask(octets, prefix), network);
  }

  /** Length of an address in bits: 32 or 128. */
  int bits() {
    return network.length * 8;
  }

  int prefix() {
    return prefix;
  }

  /** The first address of the block, as a number. */
  BigInteger first() {
    return new BigInteger(1, network);
  }

  /** The last address of the block, as a number. */
  BigInteger last() {
    return first().add(BigInteger.TWO.pow(bits() - prefix)).subtract(BigInteger.ONE);
  }

  private static byte[] literal(String address, String whole) {
    try {
      return InetAddress.ofLiteral(address).getAddress();
    } catch (IllegalArgumentException e) {
      throw notCidr(whole);
    }
  }

  private static int prefix(String digits, int mapped, int bits, String whole) {
    if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > mapped + bits) {
      throw notCidr(whole);
    }
    if (Integer.parseInt(digits) < mapped) {
      throw new IllegalArgumentException(
          "'%s' is more than the IPv4 addresses in IPv6: write the IPv4 block, e.g. 192.0.2.0/24"
              .formatted(whole));
    }
    return Integer.parseInt(digits) - mapped;
  }

  private static IllegalArgumentException notCidr(String text) {
    return new IllegalArgumentException(
        "'%s' is not a CIDR: write e.g. 192.0.2.0/24 or 2001:db8::/32".formatted(text));
  }

  private static byte[] mask(byte[] address, int prefix) {
    var masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      var keep = Math.clamp(prefix - i * 8L, 0, 8);
      masked[i] &= (byte) (0xff << (8 - keep));
    }
    return masked;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr that
        && prefix == that.prefix
        && Arrays.equals(network, that.network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + prefix;
  }

  @Override
  @JsonValue
  public String toString() {
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/" + prefix;
    } catch (java.net.UnknownHostException e) {
      throw new AssertionError("an address has 4 or 16 octets", e);
    }
  }
}
