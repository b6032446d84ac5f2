package io.mailhelm.dns.rotation;

import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.rotation.SingleServerQuery.Said;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Finds the zone of a name and its servers. It asks the resolvers for a zone that exists, and from
 * there goes down by asking the zones' own servers. It never asks a resolver about a name that may
 * not exist yet, because the resolver would cache that for a while (RFC 2308, RFC 8020).
 */
final class ZoneWalk {
  /** The most name servers of a zone that are asked, the first by name, and the most addresses. */
  static final int MAX_SERVERS = 16;

  static final int MAX_ADDRESSES = 32;

  /**
   * A hint for clusters, where the administrator decides whether MailDomains say whom the operator
   * asks.
   */
  private static final String IN_A_CLUSTER = " (in a cluster with allow.resolvers of the chart)";

  private final SingleServerQuery asker;
  private final List<InetSocketAddress> resolvers;
  private final int port;
  private final AddressRules rules;
  private final Predicate<InetAddress> hasRoute;

  /**
   * @param port of name servers
   * @param rules which of the addresses that a zone gives its servers may be asked
   * @param hasRoute whether this machine has a route to an address
   */
  ZoneWalk(
      SingleServerQuery asker,
      List<InetSocketAddress> resolvers,
      int port,
      AddressRules rules,
      Predicate<InetAddress> hasRoute) {
    this.asker = asker;
    this.resolvers = resolvers;
    this.port = port;
    this.rules = rules;
    this.hasRoute = hasRoute;
  }

  /**
   * Whether this machine has a route to an address; nothing is sent. From an IPv6 address of RFC
   * 4193 there is no route to the internet's.
   */
  static boolean hasRoute(InetAddress address) {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(address, 53));
      return !isLocal(socket.getLocalAddress()) || isLocal(address);
    } catch (SocketException | UncheckedIOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isLocal(InetAddress address) {
    return address instanceof Inet6Address
        && (address.isLinkLocalAddress()
            || address.isLoopbackAddress()
            || (address.getAddress()[0] & 0xfe) == 0xfc);
  }

  /** The zone that a name is in, as far as resolvers know. */
  Zone above(Name name) {
    for (var at = name; at.labels() > 1; at = new Name(at, 1)) {
      var zone = at;
      var said = asker.each(resolvers, resolver -> asker.ask(resolver, zone, Type.NS, true));
      var servers = servers(said, zone, Section.ANSWER);
      if (!servers.isEmpty()) {
        return zone(zone, servers);
      }
      if (said.stream().noneMatch(ZoneWalk::tells)) {
        return unknown(zone, "no resolver says which name servers %s has");
      }
      if (said.stream().anyMatch(each -> rcode(each) == Rcode.NXDOMAIN)) {
        return unknown(zone, "%s does not exist");
      }
    }
    return unknown(name, "no zone has the name %s");
  }

  private static Zone unknown(Name name, String obstacle) {
    return new Zone(name, List.of(), List.of(obstacle.formatted(name.toString(true))));
  }

  /** The deepest zone that a name below {@code zone} is in, as its servers know. */
  Zone down(Zone zone, Name name) {
    var deepest = zone;
    for (int labels = zone.name().labels() + 1; labels <= name.labels(); labels++) {
      var cut = new Name(name, name.labels() - labels);
      var said =
          asker.each(deepest.servers(), server -> asker.ask(server.address(), cut, Type.NS, false));
      var servers = // an answer of who serves both zones, or a referral (RFC 1034 §4.3.2)
          Stream.of(Section.ANSWER, Section.AUTHORITY)
              .flatMap(section -> servers(said, cut, section).stream())
              .distinct()
              .sorted()
              .toList();
      if (!servers.isEmpty()) {
        deepest = zone(cut, servers);
      }
    }
    return deepest;
  }

  private static int rcode(Said said) {
    return said instanceof Said.Answered(Message message) ? message.getRcode() : -1;
  }

  private static boolean tells(Said said) {
    return rcode(said) == Rcode.NOERROR || rcode(said) == Rcode.NXDOMAIN;
  }

  private static Stream<Record> records(Said said, int section) {
    return said instanceof Said.Answered(Message message)
        ? message.getSection(section).stream()
        : Stream.empty();
  }

  private static List<Name> servers(List<Said> said, Name zone, int section) {
    return said.stream()
        .flatMap(each -> records(each, section))
        .filter(record -> record.getName().equals(zone))
        .filter(NSRecord.class::isInstance)
        .map(record -> ((NSRecord) record).getTarget())
        .distinct()
        .sorted()
        .toList();
  }

  private Zone zone(Name name, List<Name> names) {
    var asked = names.stream().limit(MAX_SERVERS).toList();
    var addresses = asker.each(asked, this::addresses);
    var servers = new ArrayList<Zone.Server>();
    var obstacles = new ArrayList<String>();
    for (int i = 0; i < asked.size(); i++) {
      var server = asked.get(i);
      var known = addresses.get(i);
      // an address that is nobody's business, or that no route leads to, says nothing of the
      // server: its others do
      var routed =
          known.stream()
              .filter(address -> rules.objection(address).isEmpty())
              .filter(hasRoute)
              .toList();
      routed.stream()
          .limit(MAX_ADDRESSES - servers.size())
          .forEach(
              address ->
                  servers.add(new Zone.Server(server, new InetSocketAddress(address, port))));
      if (routed.isEmpty()) {
        obstacles.add(server.toString(true) + ": " + obstacle(known));
      }
    }
    return new Zone(name, servers, obstacles);
  }

  /** Why none of a server's addresses may be asked. */
  private String obstacle(List<InetAddress> known) {
    if (known.isEmpty()) {
      return "no resolver knows its address";
    }
    return known.stream()
        .filter(address -> rules.objection(address).isEmpty())
        .findFirst()
        .map(address -> "this machine has no route to " + address.getHostAddress())
        .orElseGet(
            () -> {
              var objection = rules.objection(known.getFirst()).orElseThrow();
              return objection.advice("name servers are asked")
                  + (objection.isDeclarable() ? IN_A_CLUSTER : "");
            });
  }

  private List<InetAddress> addresses(Name server) {
    var types = List.of(Type.A, Type.AAAA);
    var questions =
        IntStream.range(0, resolvers.size() * types.size())
            .mapToObj(i -> new Lookup(resolvers.get(i / types.size()), types.get(i % types.size())))
            .toList();
    return asker
        .each(questions, each -> asker.ask(each.resolver(), server, each.type(), true))
        .stream()
        .flatMap(said -> records(said, Section.ANSWER))
        .flatMap(
            record ->
                switch (record) {
                  case ARecord a -> Stream.of(a.getAddress());
                  case AAAARecord aaaa -> Stream.of(aaaa.getAddress());
                  default -> Stream.<InetAddress>empty();
                })
        .distinct()
        .sorted(Comparator.comparing(InetAddress::getHostAddress)) // answers turn their records
        .toList();
  }

  private record Lookup(InetSocketAddress resolver, int type) {}
}
