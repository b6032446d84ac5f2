package io.mailhelm.dns.inspect;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.Resolver;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host that an MX names, and whether mail can reach it (RFC 5321 §5.1). The report of a domain
 * and the DNS endpoints of the API both judge by it.
 *
 * @param name without the last dot; empty: the null MX, which names no host
 * @param addresses what the DNS says
 */
public record MailHost(String name, DnsAnswer<InetAddress> addresses) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /** Asks for its addresses. */
  public static MailHost of(String name, Resolver dns) {
    return new MailHost(name, dns.addresses(name));
  }

  /** Why mail cannot reach it, in a sentence; empty: it can, or that is unknown. */
  public Optional<String> problem() {
    if (ADDRESS.matcher(name).matches()) {
      return Optional.of("An MX is a host name, never an address: %s.".formatted(name));
    }
    if (isLocal()) {
      return Optional.of("%s is, for every sender, its own machine.".formatted(name));
    }
    return addresses instanceof Absent<InetAddress>
        ? Optional.of("%s has no address.".formatted(name))
        : Optional.empty();
  }

  /** Why that is unknown; empty when it is known. */
  public Optional<String> uncertainty() {
    return problem().isEmpty() && addresses instanceof Unavailable<InetAddress>(var reason, var _)
        ? Optional.of("the address of %s: %s".formatted(name, reason))
        : Optional.empty();
  }

  /** Whether it is a local host: by its name (RFC 6761 §6.3), or by its addresses. */
  private boolean isLocal() {
    List<InetAddress> found = addresses.found();
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || !found.isEmpty()
            && found.stream()
                .allMatch(each -> each.isLoopbackAddress() || each.isAnyLocalAddress());
  }
}
