package io.mailhelm.smtp.send;

import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.dns.MailExchange;
import io.mailhelm.dns.Resolver;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Finds the servers that take a domain's mail, in the order they are tried (RFC 5321 §5.1). */
final class MxHosts {
  private final Resolver resolver;
  private final String ourName;

  /** What was found. */
  sealed interface Found {
    /** Host names, one or more. */
    record Hosts(List<String> names) implements Found {}

    /** None, and why. */
    record None(RecipientResult verdict) implements Found {}
  }

  /**
   * @param ourName of this server, lower case: mail for a domain whose MX it is is not sent round
   *     in a circle
   */
  MxHosts(Resolver resolver, String ourName) {
    this.resolver = resolver;
    this.ourName = ourName;
  }

  Found of(String domain) {
    return switch (resolver.mx(domain)) {
      case DnsAnswer.Found<MailExchange>(var name, var exchanges, var validated) ->
          ordered(exchanges);
      // RFC 5321 §5.1: a domain without MX is its own, of preference 0
      case DnsAnswer.Absent<MailExchange>(var exists, var validated) when exists ->
          new Found.Hosts(List.of(domain));
      case DnsAnswer.Absent<MailExchange>(var exists, var validated) ->
          new Found.None(
              RecipientResult.failed(
                  LocalStatusCodes.NO_SUCH_DOMAIN,
                  "the domain %s does not exist".formatted(domain)));
      case DnsAnswer.Unavailable<MailExchange>(var reason, var _) ->
          new Found.None(
              RecipientResult.deferred(
                  LocalStatusCodes.DIRECTORY, "its servers cannot be looked up: " + reason));
    };
  }

  private Found ordered(List<MailExchange> exchanges) {
    var usable = exchanges.stream().filter(exchange -> !exchange.host().isEmpty()).toList();
    if (usable.isEmpty()) {
      return new Found.None(
          RecipientResult.failed(
              LocalStatusCodes.NULL_MX, "the domain says that it takes no mail (null MX)"));
    }
    // among equals at random: sorting keeps the order of the shuffle
    var order = new ArrayList<>(usable);
    Collections.shuffle(order);
    order.sort(Comparator.comparingInt(MailExchange::preference));
    int ours =
        order.stream()
            .filter(exchange -> exchange.host().equals(ourName))
            .mapToInt(MailExchange::preference)
            .min()
            .orElse(Integer.MAX_VALUE);
    var hosts =
        order.stream()
            .filter(exchange -> exchange.preference() < ours)
            .map(MailExchange::host)
            .distinct()
            .toList();
    return hosts.isEmpty()
        ? new Found.None(
            RecipientResult.failed(
                LocalStatusCodes.LOOP,
                "its MX is this server (%s), which has no such domain".formatted(ourName)))
        : new Found.Hosts(hosts);
  }

  /** A host's addresses, of both families in turn. */
  DnsAnswer<InetAddress> addresses(String host) {
    return resolver.addresses(host).map(MxHosts::inTurn);
  }

  private static List<InetAddress> inTurn(List<InetAddress> all) {
    var v6 = new ArrayList<>(all.stream().filter(MxHosts::isV6).toList());
    var v4 = new ArrayList<>(all.stream().filter(address -> !isV6(address)).toList());
    Collections.shuffle(v6);
    Collections.shuffle(v4);
    var order = new ArrayList<InetAddress>();
    for (int i = 0; i < Math.max(v6.size(), v4.size()); i++) {
      if (i < v6.size()) {
        order.add(v6.get(i));
      }
      if (i < v4.size()) {
        order.add(v4.get(i));
      }
    }
    return order;
  }

  private static boolean isV6(InetAddress address) {
    return address.getAddress().length == 16;
  }
}
