package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DomainName;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.ForeignText;
import io.mailhelm.dns.rotation.SingleServerQuery.Said;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Checks who sees the records of keys. It asks every address of every authoritative server, of the
 * record's zone and of those that its aliases lead to. Once all of those show the record it asks
 * each resolver: asked too early, a resolver would cache a "no" for all its users. Thread-safe.
 */
public final class AuthoritativeVisibilityCheck implements VisibilityCheck {
  /** The time limit for all questions of one call. */
  public static final Duration TOTAL = Duration.ofSeconds(20);

  /** The time limit for one try. */
  public static final Duration TRY = Duration.ofSeconds(3);

  /** How long a negative answer is assumed to be cached where no zone says it. */
  static final Duration UNKNOWN_TTL = Duration.ofHours(1);

  private static final int PORT = 53;
  private static final int MAX_ALIASES = 8;
  private static final int MAX_OBSTACLES = 3;
  private static final int MAX_OBSTACLE = 512;

  private final List<InetSocketAddress> resolvers;
  private final int port;
  private final Duration patience;
  private final Duration total;
  private final AddressRules rules;
  private final Predicate<InetAddress> hasRoute;

  /**
   * @param resolvers each is asked by itself; without one nothing is ever seen
   * @param rules which addresses that zones give their name servers are asked
   */
  public AuthoritativeVisibilityCheck(List<InetSocketAddress> resolvers, AddressRules rules) {
    this(resolvers, rules, PORT, TRY, TOTAL);
  }

  /**
   * @param resolvers each is asked by itself; without one nothing is ever seen
   * @param rules which addresses that zones give their name servers are asked
   * @param port of authoritative servers
   * @param patience the time limit for one try
   * @param total the time limit for all questions of one call
   */
  public AuthoritativeVisibilityCheck(
      List<InetSocketAddress> resolvers,
      AddressRules rules,
      int port,
      Duration patience,
      Duration total) {
    this(resolvers, rules, port, patience, total, ZoneWalk::hasRoute);
  }

  AuthoritativeVisibilityCheck(
      List<InetSocketAddress> resolvers,
      AddressRules rules,
      int port,
      Duration patience,
      Duration total,
      Predicate<InetAddress> hasRoute) {
    this.resolvers = List.copyOf(resolvers);
    this.rules = rules;
    this.port = port;
    this.patience = patience;
    this.total = total;
    this.hasRoute = hasRoute;
  }

  @Override
  public Map<String, RecordVisibility> of(DomainName domain, Collection<DkimKey> keys) {
    var sights = new TreeMap<String, RecordVisibility>();
    if (keys.isEmpty()) {
      return sights;
    }
    try (var asker = new SingleServerQuery(patience, total)) {
      var walk = new ZoneWalk(asker, resolvers, port, rules, hasRoute);
      var apex = walk.above(absolute(domain.ascii()));
      var all = List.copyOf(keys);
      var seen = asker.each(all, key -> new Look(asker, walk, key).from(apex, domain));
      for (int i = 0; i < all.size(); i++) {
        sights.put(all.get(i).selector(), seen.get(i));
      }
    }
    return sights;
  }

  private static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("'%s' is no name in the DNS".formatted(name), e);
    }
  }

  /** Checks the record of one key. */
  private final class Look {
    private final SingleServerQuery asker;
    private final ZoneWalk walk;
    private final DkimKey key;
    private Duration negativeTtl = Duration.ZERO;

    Look(SingleServerQuery asker, ZoneWalk walk, DkimKey key) {
      this.asker = asker;
      this.walk = walk;
      this.key = key;
    }

    RecordVisibility from(Zone apex, DomainName domain) {
      if (key.publicKey().isEmpty()) {
        return unseen(List.of("the public key is not known"));
      }
      try {
        return from(
            apex, Name.fromString(key.selector() + "._domainkey." + domain.ascii(), Name.root));
      } catch (TextParseException e) { // RFC 1035 §2.3.4
        return unseen(List.of("its name is longer than a name can be"));
      }
    }

    private RecordVisibility from(Zone apex, Name name) {
      var at = name;
      var above = apex;
      for (int i = 0; i <= MAX_ALIASES; i++) {
        var zone = walk.down(above, at);
        if (zone.servers().isEmpty()) {
          return unseen(zone.obstacles());
        }
        negativeTtl = longer(negativeTtl, negativeTtl(zone));
        var asked = at;
        var texts =
            asker.each(
                zone.servers(),
                server ->
                    TxtAnswer.authoritative(
                        asker.ask(server.address(), asked, Type.TXT, false), asked));
        if (zone.obstacles().isEmpty()
            && texts.getFirst() instanceof TxtAnswer.Alias(var target)
            && texts.stream().allMatch(texts.getFirst()::equals)) {
          at = target;
          above = walk.above(registered(target));
          continue;
        }
        var obstacles = new ArrayList<>(zone.obstacles());
        obstacles.addAll(obstacles(zone.servers(), texts));
        return obstacles.isEmpty() ? resolved(name) : unseen(obstacles);
      }
      return unseen(List.of("more than " + MAX_ALIASES + " aliases"));
    }

    /**
     * The last two labels of a name: what is below is found from there, without asking resolvers
     * for it.
     */
    private static Name registered(Name name) {
      return name.labels() <= 3 ? name : new Name(name, name.labels() - 3);
    }

    private RecordVisibility resolved(Name name) {
      var texts =
          asker.each(
              resolvers,
              resolver -> TxtAnswer.recursive(asker.ask(resolver, name, Type.TXT, true)));
      var asked = resolvers.stream().map(Look::resolver).toList();
      var obstacles = obstacles(asked, texts);
      return obstacles.isEmpty() ? new RecordVisibility(true, negativeTtl, "") : unseen(obstacles);
    }

    private static String resolver(InetSocketAddress address) {
      var host = address.getAddress().getHostAddress();
      return "resolver %s:%d"
          .formatted(host.contains(":") ? "[" + host + "]" : host, address.getPort());
    }

    private List<String> obstacles(List<?> asked, List<TxtAnswer> texts) {
      var obstacles = new ArrayList<String>();
      for (int i = 0; i < asked.size(); i++) {
        var who = asked.get(i);
        texts.get(i).obstacle(key).ifPresent(what -> obstacles.add(who + ": " + what));
      }
      return obstacles;
    }

    private RecordVisibility unseen(List<String> obstacles) {
      var text = obstacles.stream().limit(MAX_OBSTACLES).collect(Collectors.joining("; "));
      int more = obstacles.size() - MAX_OBSTACLES;
      var all = more > 0 ? text + "; and " + more + " more" : text;
      return new RecordVisibility(
          false,
          negativeTtl.isZero() ? UNKNOWN_TTL : negativeTtl,
          ForeignText.of(all, MAX_OBSTACLE));
    }

    /** The longest that the zone's servers say. */
    private Duration negativeTtl(Zone zone) {
      return asker
          .each(zone.servers(), server -> asker.ask(server.address(), zone.name(), Type.SOA, false))
          .stream()
          .flatMap(AuthoritativeVisibilityCheck::soa)
          // RFC 2308 §5
          .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())))
          .reduce(AuthoritativeVisibilityCheck::longer)
          .orElse(UNKNOWN_TTL);
    }
  }

  private static Stream<SOARecord> soa(Said said) {
    return said instanceof Said.Answered(Message message)
        ? message.getSection(Section.ANSWER).stream()
            .filter(SOARecord.class::isInstance)
            .map(SOARecord.class::cast)
        : Stream.empty();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
