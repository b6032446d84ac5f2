package io.mailhelm.dns.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses whose first bits are equal (RFC 7208 §5.6). Bits beyond them may be set, and
 * are ignored.
 */
public final class AddressBlock {
  private static final int V6_OCTETS = 16;
  private final byte[] address;
  private final int prefix;

  /**
   * @param address 4 or 16 octets
   * @param prefix in bits
   */
  AddressBlock(byte[] address, int prefix) {
    this.address = address.clone();
    this.prefix = prefix;
  }

  /** How many bits must be equal. */
  public int prefix() {
    return prefix;
  }

  /** Whether it is a block of IPv6 addresses, written {@code ip6:}. */
  public boolean isV6() {
    return address.length == V6_OCTETS;
  }

  /** Whether the client is in it; an IPv4-mapped address counts as IPv4 (RFC 7208 §5). */
  public boolean contains(InetAddress client) {
    return contains(octets(client));
  }

  boolean contains(byte[] client) {
    if (client.length != address.length) {
      return false;
    }
    int whole = prefix / 8;
    if (!Arrays.equals(client, 0, whole, address, 0, whole)) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0 || ((client[whole] ^ address[whole]) & 0xff) >> (8 - rest) == 0;
  }

  /**
   * The octets of an address; for an IPv4-mapped one (RFC 4291 §2.5.5.2) those of the IPv4 address.
   */
  static byte[] octets(InetAddress address) {
    var octets = address.getAddress();
    return octets.length == V6_OCTETS && isMapped(octets)
        ? Arrays.copyOfRange(octets, 12, V6_OCTETS)
        : octets;
  }

  private static boolean isMapped(byte[] octets) {
    for (int i = 0; i < 10; i++) {
      if (octets[i] != 0) {
        return false;
      }
    }
    return octets[10] == -1 && octets[11] == -1;
  }

  /** Reads what follows {@code ip4:}. */
  static AddressBlock v4(String text, String term) throws SpfSyntaxException {
    int slash = text.indexOf('/');
    var octets = v4Octets(slash < 0 ? text : text.substring(0, slash));
    if (octets.length == 0) {
      throw SpfSyntaxException.of(term, "after 'ip4:' comes an IPv4 address such as 192.0.2.1");
    }
    return new AddressBlock(
        octets, slash < 0 ? 32 : PrefixLengths.read(text.substring(slash + 1), 32, term));
  }

  /** Reads what follows {@code ip6:}. */
  static AddressBlock v6(String text, String term) throws SpfSyntaxException {
    int slash = text.indexOf('/');
    var octets = v6Octets(slash < 0 ? text : text.substring(0, slash));
    if (octets.length == 0) {
      throw SpfSyntaxException.of(term, "after 'ip6:' comes an IPv6 address such as 2001:db8::1");
    }
    return new AddressBlock(
        octets, slash < 0 ? 128 : PrefixLengths.read(text.substring(slash + 1), 128, term));
  }

  /** Reads an IPv4 address by hand, because Java also accepts {@code 1.2.3}. */
  private static byte[] v4Octets(String text) {
    var parts = text.split("\\.", -1);
    var octets = new byte[4];
    if (parts.length != octets.length) {
      return new byte[0];
    }
    for (int i = 0; i < octets.length; i++) {
      boolean isNumber =
          !parts[i].isEmpty()
              && parts[i].length() <= 3
              && parts[i].chars().allMatch(SpfCharacters::isDigit)
              && (parts[i].length() == 1 || parts[i].charAt(0) != '0');
      if (!isNumber || Integer.parseInt(parts[i]) > 255) {
        return new byte[0];
      }
      octets[i] = (byte) Integer.parseInt(parts[i]);
    }
    return octets;
  }

  private static byte[] v6Octets(String text) {
    int last = text.lastIndexOf(':');
    boolean isMixed = text.indexOf('.') >= 0;
    if (last < 0
        || !text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0)
        || isMixed && v4Octets(text.substring(last + 1)).length == 0) {
      return new byte[0];
    }
    try {
      var read = InetAddress.ofLiteral(text);
      return read instanceof Inet4Address ? mapped(read.getAddress()) : read.getAddress();
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /**
   * The octets of an IPv4-mapped address, which Java turns into an IPv4 address: no IPv4 client may
   * match it as ip6.
   */
  private static byte[] mapped(byte[] v4) {
    var octets = new byte[V6_OCTETS];
    octets[10] = -1;
    octets[11] = -1;
    System.arraycopy(v4, 0, octets, 12, v4.length);
    return octets;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressBlock that
        && prefix == that.prefix
        && Arrays.equals(address, that.address);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(address) + prefix;
  }

  /** {@code 192.0.2.0/24}. */
  @Override
  public String toString() {
    return PrintedAddress.plain(address) + "/" + prefix;
  }
}
