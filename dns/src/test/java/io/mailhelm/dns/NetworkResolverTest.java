package io.mailhelm.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.fake.FakeNameServer;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

class NetworkResolverTest {
  private static final String SOA = "ns.example. root.example. 1 1 1 1 600";
  private final FakeNameServer server = new FakeNameServer();
  private final MovingTime time = new MovingTime();
  private final AtomicReference<Instant> date = new AtomicReference<>(Instant.now());
  private final InstantSource clock = date::get;
  private final ElapsedTime elapsed = new ElapsedTime(() -> time.nanos);
  private final Resolver resolver = resolver(server.address());

  /** What a test moves. */
  private static final class MovingTime {
    private long nanos;

    void move(Duration by) {
      nanos += by.toNanos();
    }
  }

  private Resolver resolver(InetSocketAddress... servers) {
    return new NetworkResolver(
        List.of(servers),
        TrustAnchors.iana(),
        clock.withZone(ZoneOffset.UTC),
        elapsed,
        Duration.ofSeconds(5),
        Duration.ofMillis(300));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void findsMailExchangesTheNullOneToo() {
    server.has("a.example.", Type.MX, 60, "10 MX.a.example.").has("a.example.", Type.MX, 60, "0 .");
    assertThat(resolver.mx("A.example"))
        .isEqualTo(
            new Found<>(
                "a.example",
                List.of(new MailExchange(10, "mx.a.example"), new MailExchange(0, "")),
                false));
  }

  @Test
  void findsAddressesOfBothFamiliesAndThoseOfOneWhereTheOtherFails() {
    server
        .has("a.example.", Type.A, 60, "192.0.2.1")
        .has("a.example.", Type.AAAA, 60, "2001:db8::1")
        .has("b.example.", Type.A, 60, "192.0.2.2")
        .says("b.example.", Type.AAAA, Rcode.SERVFAIL);
    assertThat(resolver.addresses("a.example").found())
        .containsExactly(InetAddress.ofLiteral("2001:db8::1"), InetAddress.ofLiteral("192.0.2.1"));
    assertThat(resolver.addresses("b.example").found())
        .containsExactly(InetAddress.ofLiteral("192.0.2.2"));
  }

  @Test
  void putsTheStringsOfATextTogether() {
    server.has("a.example.", Type.TXT, 60, "\"v=STSv1;\" \" id=1\"");
    assertThat(resolver.txt("a.example").found()).containsExactly("v=STSv1; id=1");
  }

  @Test
  void readsTlsaRecords() {
    server.has("_25._tcp.a.example.", Type.TLSA, 60, "3 1 1 00ff");
    assertThat(resolver.tlsa("_25._tcp.a.example").found())
        .containsExactly(new TlsAssociation(3, 1, 1, new byte[] {0, (byte) 0xff}));
  }

  @Test
  void followsAliasesInOneAnswerAndOverSeveral() {
    server
        .answers(
            "a.example.",
            Type.MX,
            FakeNameServer.record("a.example.", Type.CNAME, 60, "b.example."),
            FakeNameServer.record("b.example.", Type.MX, 60, "10 mx.b.example."))
        .has("c.example.", Type.MX, 60, "10 mx.c.example.")
        .answers(
            "d.example.",
            Type.MX,
            FakeNameServer.record("d.example.", Type.CNAME, 60, "c.example."));
    assertThat(resolver.mx("a.example"))
        .isEqualTo(new Found<>("b.example", List.of(new MailExchange(10, "mx.b.example")), false));
    assertThat(resolver.mx("d.example"))
        .isEqualTo(new Found<>("c.example", List.of(new MailExchange(10, "mx.c.example")), false));
  }

  @Test
  void endsACircleOfAliases() {
    server
        .answers(
            "a.example.",
            Type.MX,
            FakeNameServer.record("a.example.", Type.CNAME, 60, "b.example."))
        .answers(
            "b.example.",
            Type.MX,
            FakeNameServer.record("b.example.", Type.CNAME, 60, "a.example."));
    assertThat(resolver.mx("a.example")).isInstanceOf(Unavailable.class);
  }

  @Test
  void endsACircleOfAliasesInOneAnswer() {
    server
        .answers(
            "self.example.",
            Type.MX,
            FakeNameServer.record("self.example.", Type.CNAME, 60, "self.example."))
        .answers(
            "a.example.",
            Type.MX,
            FakeNameServer.record("a.example.", Type.CNAME, 60, "b.example."),
            FakeNameServer.record("b.example.", Type.CNAME, 60, "a.example."));
    assertThat(resolver.mx("self.example")).isInstanceOf(Unavailable.class);
    assertThat(resolver.mx("a.example")).isInstanceOf(Unavailable.class);
  }

  @Test
  void aChainOfAliasesHasAnEndInOneAnswerAndOverSeveral() {
    for (var length : List.of(16, 17)) {
      var first = "one" + length;
      var all = new ArrayList<Record>();
      for (int i = 0; i < length; i++) {
        all.add(alias(first, i));
        server.answers(link("many" + length, i), Type.MX, alias("many" + length, i));
      }
      all.add(FakeNameServer.record(link(first, length), Type.MX, 60, "10 mx.example."));
      server
          .answers(link(first, 0), Type.MX, all.toArray(Record[]::new))
          .has(link("many" + length, length), Type.MX, 60, "10 mx.example.");
      for (var way : List.of(first, "many" + length)) {
        assertThat(resolver.mx(link(way, 0)))
            .as(way)
            .isInstanceOf(length == 16 ? Found.class : Unavailable.class);
      }
    }
  }

  private static Record alias(String chain, int i) {
    return FakeNameServer.record(link(chain, i), Type.CNAME, 60, link(chain, i + 1));
  }

  private static String link(String chain, int i) {
    return chain + "-" + i + ".example.";
  }

  /** What is not an answer to the question says of nothing that it is not there. */
  @Test
  void whatIsNoAnswerDoesNotSayThatNothingIsThere() {
    server
        .proves(
            "referral.example.",
            Type.MX,
            FakeNameServer.record("example.", Type.NS, 60, "ns.example."))
        .answers(
            "other.example.",
            Type.MX,
            FakeNameServer.record("another.example.", Type.MX, 60, "10 mx.example."))
        .cuts("cut.example.", Type.MX);
    for (var name : List.of("referral.example", "other.example", "cut.example")) {
      assertThat(resolver.mx(name)).as(name).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void tellsWhatIsNotThereFromWhatCannotBeTold() {
    server
        .says("no.example.", Type.MX, Rcode.NXDOMAIN)
        .says("bad.example.", Type.MX, Rcode.SERVFAIL);
    assertThat(resolver.mx("no.example")).isEqualTo(new Absent<>(false, false));
    assertThat(resolver.mx("empty.example")).isEqualTo(new Absent<>(true, false));
    assertThat(resolver.mx("bad.example"))
        .isEqualTo(
            new Unavailable<>("MX of bad.example: SERVFAIL", DnsAnswer.Cause.SERVER_FAILURE));
    assertThat(resolver.mx("x".repeat(64) + ".example")).isEqualTo(new Absent<>(false, false));
  }

  @Test
  void asksTheNextServerWhenOneIsSilent() throws IOException {
    server.has("a.example.", Type.MX, 60, "10 mx.a.example.");
    try (var silent = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      var address = new InetSocketAddress("127.0.0.1", silent.getLocalPort());
      assertThat(resolver(address, server.address()).mx("a.example").found()).hasSize(1);
      assertThat(resolver(address).mx("a.example")).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void asksByTcpWhereAnAnswerIsCutOff() {
    for (int i = 0; i < 100; i++) {
      server.has("big.example.", Type.TXT, 60, "\"" + i + "x".repeat(50) + "\"");
    }
    assertThat(resolver.txt("big.example").found()).hasSize(100);
    assertThat(server.askedByTcp()).isOne();
  }

  @Test
  void remembersAnAnswerForItsTimeAndNoLongerThanAnHour() {
    server.has("a.example.", Type.MX, 60, "10 a.").has("b.example.", Type.MX, 86_400, "10 b.");
    resolver.mx("a.example");
    resolver.mx("b.example");
    time.move(Duration.ofSeconds(59));
    resolver.mx("a.example");
    assertThat(server.asked()).isEqualTo(2);
    time.move(Duration.ofSeconds(1));
    resolver.mx("a.example");
    assertThat(server.asked()).isEqualTo(3);
    time.move(Duration.ofMinutes(59));
    resolver.mx("b.example");
    assertThat(server.asked()).isEqualTo(4);
  }

  @Test
  void remembersAsLongHoweverTheClockIsSet() {
    server.has("a.example.", Type.MX, 60, "10 mx.a.example.");
    for (var step : List.of(Duration.ofDays(-1), Duration.ofDays(2))) {
      resolver.mx("a.example");
      int asked = server.asked();
      date.updateAndGet(then -> then.plus(step));
      time.move(Duration.ofSeconds(59));
      resolver.mx("a.example");
      assertThat(server.asked()).as("not before its time").isEqualTo(asked);
      time.move(Duration.ofSeconds(1));
      resolver.mx("a.example");
      assertThat(server.asked()).as("at its time").isEqualTo(asked + 1);
      time.move(Duration.ofSeconds(60));
    }
  }

  @Test
  void remembersThatNothingIsThereForFiveMinutesAtMostAndFailuresNotAtAll() {
    server
        .says("no.example.", Type.MX, Rcode.NXDOMAIN)
        .proves("no.example.", Type.MX, FakeNameServer.record("example.", Type.SOA, 900, SOA))
        .says("bad.example.", Type.MX, Rcode.SERVFAIL);
    resolver.mx("no.example");
    time.move(Duration.ofSeconds(299));
    resolver.mx("no.example");
    assertThat(server.asked()).isOne();
    time.move(Duration.ofSeconds(1));
    resolver.mx("no.example");
    assertThat(server.asked()).isEqualTo(2);
    resolver.mx("bad.example");
    int asked = server.asked();
    resolver.mx("bad.example");
    assertThat(server.asked()).isGreaterThan(asked);
  }

  @Test
  void readsNameServersAsPeopleWriteThem() {
    assertThat(NameServers.of(List.of("192.0.2.53", "192.0.2.53:5353", "2001:db8::53", "[::1]:54")))
        .extracting(InetSocketAddress::getPort)
        .containsExactly(53, 5353, 53, 54);
    for (var bad : List.of("ns.example", "192.0.2.1:99999", "[::1", "")) {
      assertThatThrownBy(() -> NameServers.parse(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not a name server: write an address");
    }
  }

  @Test
  void isUnavailableWithoutServers() {
    assertThat(resolver().mx("a.example")).isInstanceOf(Unavailable.class);
  }

  @Test
  void silenceIsToldInTheSameWordsEachTimeSoThatItIsNoNews() {
    server.ignores("a.example.", Type.MX);
    var hasty =
        new NetworkResolver(
            List.of(server.address(), server.address()),
            TrustAnchors.iana(),
            Clock.systemUTC(),
            elapsed,
            Duration.ofMillis(300),
            Duration.ofMillis(200));

    var first = hasty.mx("a.example");

    assertThat(first).isInstanceOf(Unavailable.class);
    assertThat(hasty.mx("a.example")).isEqualTo(first);
  }
}
