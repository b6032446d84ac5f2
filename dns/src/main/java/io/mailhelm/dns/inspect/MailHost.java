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
 * A host that an MX names, and whether mail can come to it (RFC 5321 §5.1). The one judgement of
 * it, for the report of a domain and for what is shown of any.
 *
 * @param name without the last dot; empty: the null MX, which is none
 * @param addresses what the DNS says
 */
public record MailHost(String name, DnsAnswer<InetAddress> addresses) {
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

  /** Asks for its addresses. */
  public static MailHost of(String name, Resolver dns) {
    return new MailHost(name, dns.addresses(name));
  }

  /** Why no mail comes to it, in a sentence; empty: it does, or that cannot be told. */
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

  /** Why it cannot be told; empty when it can. */
  public Optional<String> uncertainty() {
    return problem().isEmpty() && addresses instanceof Unavailable<InetAddress>(var reason, var _)
        ? Optional.of("the address of %s: %s".formatted(name, reason))
        : Optional.empty();
  }

  /** RFC 6761 §6.3, or by its addresses. */
  private boolean isLocal() {
    List<InetAddress> found = addresses.found();
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || !found.isEmpty()
            && found.stream()
                .allMatch(each -> each.isLoopbackAddress() || each.isAnyLocalAddress());
  }
}
