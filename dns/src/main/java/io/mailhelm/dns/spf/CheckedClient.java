package io.mailhelm.dns.spf;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.Family;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The client of one check: its address, and the names that lead back to it. */
final class CheckedClient {
  private final InetAddress address;
  private final byte[] octets;
  private final TimedResolver resolver;
  private Optional<List<String>> names = Optional.empty();

  CheckedClient(InetAddress address, TimedResolver resolver) {
    this.octets = AddressBlock.octets(address);
    this.address = octets.length == address.getAddress().length ? address : unmapped(octets);
    this.resolver = resolver;
  }

  private static InetAddress unmapped(byte[] octets) {
    return InetAddress.ofLiteral(PrintedAddress.plain(octets));
  }

  byte[] octets() {
    return octets;
  }

  boolean isV4() {
    return octets.length == 4;
  }

  Family family() {
    return isV4() ? Family.V4 : Family.V6;
  }

  /**
   * Validated names (RFC 7208 §5.5): of the first ten, those that have the address. Failed look-ups
   * are skipped, because the owner of the record has no influence on the client's names.
   */
  List<String> names() {
    if (names.isEmpty()) {
      var validated = new ArrayList<String>();
      for (var name :
          resolver.names(address).found().stream().limit(SpfLimits.MAX_NAMES).toList()) {
        if (!name.isEmpty() && leadsBack(resolver.addresses(name, family()))) {
          validated.add(name.toLowerCase(Locale.ROOT));
        }
      }
      names = Optional.of(List.copyOf(validated));
    }
    return names.get();
  }

  private boolean leadsBack(DnsAnswer<InetAddress> addresses) {
    return addresses.found().stream()
        .anyMatch(found -> PrefixLengths.WHOLE.around(found.getAddress()).contains(octets));
  }

  /**
   * The most fitting name for a domain: the domain itself, else one below it, else any (RFC 7208
   * §7.3).
   */
  String nameFor(String domain) {
    var all = names();
    return all.stream()
        .filter(domain::equalsIgnoreCase)
        .findFirst()
        .or(() -> all.stream().filter(name -> isWithin(name, domain)).findFirst())
        .or(() -> all.stream().findFirst())
        .orElse("unknown");
  }

  /** Whether a name is the domain or below it. */
  static boolean isWithin(String name, String domain) {
    var lower = domain.toLowerCase(Locale.ROOT);
    return name.equals(lower) || name.endsWith("." + lower);
  }
}
