package io.mailhelm.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Classifies IP addresses as public, private, loopback and so on, by IANA's registries of
 * special-purpose addresses (RFC 6890). All code decides here what is public.
 *
 * <p>An IPv6 address that embeds an IPv4 one (RFC 4291 §2.5.5, RFC 6052, RFC 3056, RFC 4380) has
 * the scope of that one, because a translator would lead there.
 */
public enum AddressScope {
  /** A host on the internet. */
  PUBLIC("a public address"),
  /** This machine. */
  LOOPBACK("a loopback address"),
  /** A network behind a router. */
  PRIVATE("a private address"),
  /** A provider's network, behind its router. */
  SHARED("an address inside a provider's network"),
  /** The machine's own link, where clouds give out their machines' credentials. */
  LINK_LOCAL("a link-local address"),
  /** Many machines at once. */
  MULTICAST("a multicast address"),
  /** For examples. */
  DOCUMENTATION("an address for documentation"),
  /** Not assigned, or for protocols. */
  RESERVED("a reserved address");

  private record Block(Cidr cidr, AddressScope scope) {}

  private static final List<Block> BLOCKS =
      Stream.of(
              blocks(LOOPBACK, "127.0.0.0/8", "::1/128"), // RFC 1122 §3.2.1.3, RFC 4291 §2.5.3
              blocks(PRIVATE, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"), // RFC 1918 §3
              blocks(PRIVATE, "fc00::/7", "fec0::/10"), // RFC 4193 §3.1, RFC 3879
              blocks(PRIVATE, "64:ff9b:1::/48"), // RFC 8215: a translator of the site's own
              blocks(SHARED, "100.64.0.0/10"), // RFC 6598 §7
              blocks(LINK_LOCAL, "169.254.0.0/16", "fe80::/10"), // RFC 3927, RFC 4291 §2.5.6
              blocks(MULTICAST, "224.0.0.0/4", "ff00::/8"), // RFC 5771, RFC 4291 §2.7
              blocks(
                  DOCUMENTATION, "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"), // RFC 5737
              blocks(DOCUMENTATION, "2001:db8::/32", "3fff::/20"), // RFC 3849, RFC 9637
              blocks(RESERVED, "0.0.0.0/8", "240.0.0.0/4"), // RFC 791 §3.2, RFC 1112 §4
              blocks(RESERVED, "192.0.0.0/24", "192.88.99.0/24"), // RFC 6890 §2.1, RFC 7526
              blocks(RESERVED, "198.18.0.0/15", "2001:2::/48"), // RFC 2544, RFC 5180
              blocks(RESERVED, "2001:10::/28", "2001:20::/28")) // RFC 4843, RFC 7343
          .flatMap(List::stream)
          .toList();

  /**
   * All addresses that are assigned to hosts (RFC 4291 §2.4); nobody has one outside this block.
   */
  private static final Cidr GLOBAL_UNICAST = Cidr.of("2000::/3");

  /** The position of the embedded IPv4 address in IPv6 addresses of each block. */
  private static final Map<Cidr, Integer> EMBEDDED =
      Map.of(
          Cidr.of("::ffff:0:0:0/96"), 12, // RFC 2765 §2.1
          Cidr.of("64:ff9b::/96"), 12, // NAT64: RFC 6052 §2.1
          Cidr.of("2002::/16"), 2); // 6to4: RFC 3056 §2

  private static final Cidr TEREDO = Cidr.of("2001::/32"); // RFC 4380 §2.6

  private final String words;

  AddressScope(String words) {
    this.words = words;
  }

  /** In words, with its article: {@code a private address}. */
  public String words() {
    return words;
  }

  /** Whether it leads to this machine or to a network that cannot be reached from the internet. */
  public boolean isInternal() {
    return this == LOOPBACK || this == PRIVATE || this == SHARED || this == LINK_LOCAL;
  }

  /** The scope of an address. */
  public static AddressScope of(InetAddress address) {
    var octets = address.getAddress();
    return BLOCKS.stream()
        .filter(block -> block.cidr().contains(address))
        .map(Block::scope)
        .findFirst()
        .orElseGet(() -> octets.length == 4 ? PUBLIC : ofV6(address, octets));
  }

  private static AddressScope ofV6(InetAddress address, byte[] octets) {
    if (TEREDO.contains(address)) {
      return teredo(octets);
    }
    var compatible = embedded(octets, 12);
    if (isZero(octets, 10) && octets[10] == octets[11]) {
      // ::ffff:a.b.c.d, and ::a.b.c.d of former times; both 0 or both 0xff, else nobody's
      return octets[10] == 0 || octets[10] == (byte) 0xff ? of(compatible) : RESERVED;
    }
    return EMBEDDED.entrySet().stream()
        .filter(entry -> entry.getKey().contains(address))
        .map(entry -> of(embedded(octets, entry.getValue())))
        .findFirst()
        .orElse(GLOBAL_UNICAST.contains(address) ? PUBLIC : RESERVED);
  }

  /**
   * The scope of a Teredo address (RFC 4380). It embeds the client's address with inverted bits;
   * the address of its server must be public, too.
   */
  private static AddressScope teredo(byte[] octets) {
    var turned = octets.clone();
    for (int i = 12; i < 16; i++) {
      turned[i] = (byte) ~turned[i];
    }
    return Optional.of(of(embedded(turned, 12)))
        .filter(scope -> scope != PUBLIC)
        .orElse(of(embedded(octets, 4)));
  }

  private static boolean isZero(byte[] octets, int length) {
    for (int i = 0; i < length; i++) {
      if (octets[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress embedded(byte[] octets, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(octets, at, at + 4));
    } catch (UnknownHostException e) {
      throw new AssertionError("four octets are an address", e);
    }
  }

  private static List<Block> blocks(AddressScope scope, String... cidrs) {
    return Arrays.stream(cidrs).map(text -> new Block(Cidr.of(text), scope)).toList();
  }
}
