package io.mailhelm.dns.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DomainName;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.fake.FakeNameServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Two name servers of a zone, each with an address of its own, and a resolver. */
class AuthoritativeVisibilityCheckTest {
  private static final DomainName DOMAIN = DomainName.of("example.com");
  private static final DkimKey KEY =
      new DkimKey("s1", DkimKey.Algorithm.Rsa, DkimKey.Stage.Pending, "AAECAwQFBgcICQ==", "");
  private static final String NAME = "s1._domainkey.example.com.";
  private static final AddressRules LOOPBACK = declared("127.0.0.0/8");
  private static final String SOA = "ns1.example.com. root.example.com. 1 2 3 4 600";

  private final List<FakeNameServer> opened = new ArrayList<>();
  private final FakeNameServer resolver = open("127.0.0.1", 0);
  private final FakeNameServer one = open("127.0.0.2", 0);
  private final int port = one.address().getPort();
  private final FakeNameServer two = open("127.0.0.3", port);

  private FakeNameServer open(String address, int port) {
    var server = new FakeNameServer(address, port);
    opened.add(server);
    return server;
  }

  @AfterEach
  void close() throws IOException {
    for (var server : opened) {
      server.close();
    }
  }

  @BeforeEach
  void delegate() {
    resolver
        .has("example.com.", Type.NS, 300, "ns1.example.com.")
        .has("example.com.", Type.NS, 300, "ns2.example.com.")
        .has("ns1.example.com.", Type.A, 300, "127.0.0.2")
        .has("ns2.example.com.", Type.A, 300, "127.0.0.3");
    one.has("example.com.", Type.SOA, 900, SOA);
    two.has("example.com.", Type.SOA, 300, SOA);
  }

  private static AddressRules declared(String... networks) {
    return new AddressRules(List.of(networks).stream().map(Cidr::of).toList());
  }

  private static FakeNameServer publish(FakeNameServer server) {
    return server.has(NAME, Type.TXT, 300, "\"" + KEY.record() + "\"");
  }

  private RecordVisibility sight() {
    return sight(address -> true);
  }

  private RecordVisibility sight(Predicate<InetAddress> hasRoute) {
    return sight(hasRoute, resolver.address());
  }

  private RecordVisibility sight(Predicate<InetAddress> hasRoute, InetSocketAddress... resolvers) {
    return sight(hasRoute, LOOPBACK, resolvers);
  }

  private RecordVisibility sight(
      Predicate<InetAddress> hasRoute, AddressRules rules, InetSocketAddress... resolvers) {
    return new AuthoritativeVisibilityCheck(
            List.of(resolvers),
            rules,
            port,
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            hasRoute)
        .of(DOMAIN, List.of(KEY))
        .get("s1");
  }

  @Test
  void aKeyIsSeenWhenEveryServerAndTheResolverShowIt() {
    publish(one);
    publish(two);
    publish(resolver);

    // the longest min(TTL, minimum) of RFC 2308 §5
    assertThat(sight()).isEqualTo(new RecordVisibility(true, Duration.ofSeconds(600), ""));
  }

  @Test
  void oneServerThatIsBehindIsEnoughToWait() {
    publish(one);
    publish(resolver);

    assertThat(sight().obstacle()).isEqualTo("ns2.example.com (127.0.0.3): no TXT record");
    assertThat(sight().everywhere()).isFalse();
  }

  @Test
  void aResolverThatRemembersANoIsEnoughToWait() {
    publish(one);
    publish(two);
    var behind = open("127.0.0.1", 0).says(NAME, Type.TXT, Rcode.NXDOMAIN);
    publish(resolver);

    var sight = sight(address -> true, resolver.address(), behind.address());

    assertThat(sight.everywhere()).isFalse();
    assertThat(sight.obstacle())
        .isEqualTo("resolver 127.0.0.1:%d: no TXT record", behind.address().getPort());
  }

  @Test
  void noResolverIsAskedForTheRecordBeforeEveryServerHasItSoThatNoneRemembersANo() {
    publish(one);
    sight();
    int before = resolver.asked();
    publish(two);
    publish(resolver);

    assertThat(sight().everywhere()).isTrue();
    assertThat(resolver.asked() - before).isEqualTo(before + 1);
  }

  @Test
  void silenceIsNotSeeing() {
    publish(one);
    publish(two).ignores(NAME, Type.TXT);
    publish(resolver);

    assertThat(sight().obstacle()).isEqualTo("ns2.example.com (127.0.0.3): no answer");
  }

  @Test
  void aServerThatIsNoAuthorityOrRefusesShowsNothing() {
    publish(one).lame();
    publish(two).says(NAME, Type.TXT, Rcode.REFUSED);
    publish(resolver);

    assertThat(sight().obstacle())
        .isEqualTo(
            "ns1.example.com (127.0.0.2): it does not answer for the zone (lame); "
                + "ns2.example.com (127.0.0.3): REFUSED");
  }

  @Test
  void anotherKeyOrSeveralRecordsAreNotTheKey() {
    one.has(NAME, Type.TXT, 300, "\"v=DKIM1; p=AAEC\"");
    publish(two).has(NAME, Type.TXT, 300, "\"v=DKIM1; p=AAEC\"");
    publish(resolver);

    assertThat(sight().obstacle())
        .isEqualTo(
            "ns1.example.com (127.0.0.2): another key; "
                + "ns2.example.com (127.0.0.3): 2 TXT records where there may be one");
  }

  @Test
  void aRecordThatDoesNotFitADatagramIsReadByTcp() {
    var strings = "\"v=DKIM1; n=" + "x".repeat(200) + "\" \"" + "x".repeat(250) + "\" ";
    var large = strings + ("\"" + "y".repeat(250) + "\" ").repeat(6) + "\"; p=AAEC AwQF BgcICQ==\"";
    for (var server : List.of(one, two, resolver)) {
      server.has(NAME, Type.TXT, 300, large);
    }

    assertThat(sight().everywhere()).isTrue();
    assertThat(one.askedByTcp()).isPositive();
  }

  @Test
  void anAliasIsFollowedToTheServersOfItsZone() throws IOException {
    var provider = open("127.0.0.4", port);
    resolver
        .has("provider.net.", Type.NS, 300, "ns.provider.net.")
        .has("ns.provider.net.", Type.A, 300, "127.0.0.4");
    var alias = FakeNameServer.record(NAME, Type.CNAME, 300, "k.dkim.provider.net.");
    one.answers(NAME, Type.TXT, alias);
    two.answers(NAME, Type.TXT, alias);
    publish(resolver);

    assertThat(sight().obstacle()).isEqualTo("ns.provider.net (127.0.0.4): no TXT record");

    provider.has("k.dkim.provider.net.", Type.TXT, 300, "\"" + KEY.record() + "\"");
    provider.has(
        "provider.net.", Type.SOA, 7_200, "ns.provider.net. root.provider.net. 1 2 3 4 1800");
    assertThat(sight()).isEqualTo(new RecordVisibility(true, Duration.ofSeconds(1_800), ""));

    two.forgets(NAME, Type.TXT);
    assertThat(sight().obstacle())
        .isEqualTo(
            "ns1.example.com (127.0.0.2): an alias of k.dkim.provider.net; "
                + "ns2.example.com (127.0.0.3): no TXT record");
  }

  @Test
  void theServersOfADeeperZoneAreTheOnesThatCount() {
    var deeper = open("127.0.0.4", port);
    Record cut = FakeNameServer.record("_domainkey.example.com.", Type.NS, 300, "ns.deep.example.");
    one.proves("_domainkey.example.com.", Type.NS, cut);
    resolver.has("ns.deep.example.", Type.A, 300, "127.0.0.4");
    publish(one);
    publish(two);
    publish(resolver);

    assertThat(sight().obstacle()).isEqualTo("ns.deep.example (127.0.0.4): no TXT record");

    publish(deeper);
    // that zone does not say how long a no is believed
    assertThat(sight())
        .isEqualTo(new RecordVisibility(true, AuthoritativeVisibilityCheck.UNKNOWN_TTL, ""));
  }

  @Test
  void anAddressWithoutARouteFromHereIsSkippedWhereItsServerHasAnother() {
    resolver.has("ns2.example.com.", Type.AAAA, 300, "2606:4700::53");
    publish(one);
    publish(two);
    publish(resolver);

    assertThat(sight(address -> address.getAddress().length == 4).everywhere()).isTrue();

    resolver.forgets("ns2.example.com.", Type.A);
    assertThat(sight(address -> address.getAddress().length == 4).obstacle())
        .isEqualTo("ns2.example.com: this machine has no route to 2606:4700:0:0:0:0:0:53");
  }

  @Test
  void anAddressThatIsNotPublicIsAskedOnlyIfItsNetworkIsDeclared() {
    publish(one);
    publish(two);
    publish(resolver);

    assertThat(sight(address -> true, declared(), resolver.address()).obstacle())
        .isEqualTo(
            List.of("ns1.example.com: 127.0.0.2", "ns2.example.com: 127.0.0.3").stream()
                .map(
                    server ->
                        server
                            + " is a loopback address: name servers are asked there only if"
                            + " spec.server.privateNetworks lists its network (in a cluster with"
                            + " allow.resolvers of the chart)")
                .collect(Collectors.joining("; ")));
    assertThat(one.asked() + two.asked()).isZero();

    assertThat(sight(address -> true, declared("127.0.0.2/32"), resolver.address()).obstacle())
        .startsWith("ns2.example.com: 127.0.0.3 is a loopback address");
    assertThat(one.asked()).isPositive();
    assertThat(two.asked()).isZero();
  }

  @Test
  void anAddressThatIsNotPublicIsSkippedWhereItsServerHasAnother() {
    resolver
        .has("ns1.example.com.", Type.A, 300, "127.0.0.4")
        .has("ns2.example.com.", Type.AAAA, 300, "fd00::53");
    var inside = open("127.0.0.4", port);
    publish(one);
    publish(two);
    publish(resolver);

    var rules = declared("127.0.0.2/32", "127.0.0.3/32");
    assertThat(sight(address -> true, rules, resolver.address()).everywhere()).isTrue();
    assertThat(inside.asked()).isZero();
  }

  @Test
  void anAliasAndADeeperZoneLeadToNoAddressThatIsNotDeclared() {
    var inside = open("127.0.0.4", port);
    resolver
        .has("provider.net.", Type.NS, 300, "ns.provider.net.")
        .has("ns.provider.net.", Type.A, 300, "127.0.0.4");
    var alias = FakeNameServer.record(NAME, Type.CNAME, 300, "k.dkim.provider.net.");
    one.answers(NAME, Type.TXT, alias);
    two.answers(NAME, Type.TXT, alias);
    var rules = declared("127.0.0.2/32", "127.0.0.3/32");

    assertThat(sight(address -> true, rules, resolver.address()).obstacle())
        .startsWith("ns.provider.net: 127.0.0.4 is a loopback address");

    var cut = FakeNameServer.record("_domainkey.example.com.", Type.NS, 300, "ns.provider.net.");
    one.proves("_domainkey.example.com.", Type.NS, cut);
    assertThat(sight(address -> true, rules, resolver.address()).obstacle())
        .startsWith("ns.provider.net: 127.0.0.4 is a loopback address");
    assertThat(inside.asked()).isZero();
  }

  @Test
  void whatCannotBeFoundIsSaid() {
    resolver.forgets("ns2.example.com.", Type.A);
    publish(one);
    publish(resolver);
    assertThat(sight().obstacle()).isEqualTo("ns2.example.com: no resolver knows its address");

    resolver.forgets("example.com.", Type.NS).says("example.com.", Type.NS, Rcode.NXDOMAIN);
    assertThat(sight().obstacle()).isEqualTo("example.com does not exist");

    resolver.says("example.com.", Type.NS, Rcode.SERVFAIL);
    assertThat(sight().obstacle()).isEqualTo("no resolver says which name servers example.com has");
    assertThat(sight(address -> true, new InetSocketAddress[0]).everywhere()).isFalse();
  }

  @Test
  void aKeyThatNobodyKnowsIsNotLookedFor() {
    var unknown = new DkimKey("s2", KEY.algorithm(), KEY.stage(), "", "");

    var sights =
        new AuthoritativeVisibilityCheck(
                List.of(resolver.address()),
                LOOPBACK,
                port,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5))
            .of(DOMAIN, List.of(KEY, unknown));

    assertThat(sights).containsOnlyKeys("s1", "s2");
    assertThat(sights.get("s2").obstacle()).isEqualTo("the public key is not known");
  }

  @Test
  void aNameThatCannotBeIsNotSeen() {
    var label = "a".repeat(61) + ".";
    var domain = DomainName.of(label.repeat(4) + "com");
    resolver.has("com.", Type.NS, 300, "ns1.example.com.");

    assertThat(
            new AuthoritativeVisibilityCheck(
                    List.of(resolver.address()),
                    LOOPBACK,
                    port,
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5))
                .of(domain, List.of(KEY))
                .get("s1")
                .obstacle())
        .isEqualTo("its name is longer than a name can be");
  }

  @Test
  void whoDoesNotShowItIsToldInTheSameOrderHoweverAnswersTurn() {
    open("127.0.0.4", port);
    resolver.has("ns1.example.com.", Type.A, 300, "127.0.0.4");
    var before = sight();

    resolver
        .forgets("ns1.example.com.", Type.A)
        .has("ns1.example.com.", Type.A, 300, "127.0.0.4")
        .has("ns1.example.com.", Type.A, 300, "127.0.0.2");

    assertThat(before.obstacle()).contains("127.0.0.2", "127.0.0.4");
    assertThat(sight()).isEqualTo(before);
  }
}
