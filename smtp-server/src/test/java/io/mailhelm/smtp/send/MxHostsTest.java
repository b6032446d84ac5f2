package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.dns.fake.InMemoryResolver;
import io.mailhelm.smtp.deliver.Hop;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MxHostsTest {
  private static final String TAKES_ALL =
      """
      S: 220 hello
      C: EHLO
      S: 250 hello
      C: MAIL
      S: 250 fine
      C: RCPT
      S: 250 fine
      C: DATA
      S: 354 go on
      DATA
      S: 250 fine
      """;
  private final InMemoryResolver dns = new InMemoryResolver();

  private Object found(String domain) {
    return switch (new MxHosts(dns, "us.example").of(domain)) {
      case MxHosts.Found.Hosts(var names) -> names;
      case MxHosts.Found.None(var verdict) -> verdict.outcome() + " " + verdict.enhanced();
    };
  }

  @Test
  void triesLowerPreferencesFirstAndEqualsInAnyOrder() {
    dns.mx("d.example", 20, "c").mx("d.example", 10, "a").mx("d.example", 10, "b");
    var orders = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      orders.add(found("d.example"));
    }
    assertThat(orders).containsExactlyInAnyOrder(List.of("a", "b", "c"), List.of("b", "a", "c"));
  }

  @Test
  void takesADomainWithoutMxForItsOwnServer() {
    dns.address("d.example", "192.0.2.1");
    assertThat(found("d.example")).isEqualTo(List.of("d.example"));
  }

  @Test
  void failsADomainThatDoesNotExistOrTakesNoMailAndDefersOneThatCannotBeLookedUp() {
    dns.mx("null.example", 0, "").fails("broken.example");
    assertThat(found("nowhere.example")).isEqualTo("FAILED 5.1.2");
    assertThat(found("null.example")).isEqualTo("FAILED 5.1.10");
    assertThat(found("broken.example")).isEqualTo("DEFERRED 4.4.3");
  }

  @Test
  void neverGoesToServersBehindItself() {
    dns.mx("d.example", 10, "first").mx("d.example", 20, "us.example").mx("d.example", 20, "peer");
    assertThat(found("d.example")).isEqualTo(List.of("first"));
    dns.mx("ours.example", 10, "us.example").mx("ours.example", 20, "backup");
    assertThat(found("ours.example")).isEqualTo("FAILED 5.4.6");
  }

  @Test
  void triesAddressesOfBothFamiliesInTurn() {
    dns.address("h", "192.0.2.1").address("h", "192.0.2.2").address("h", "2001:db8::1");
    var lengths =
        new MxHosts(dns, "us.example")
            .addresses("h").found().stream().map(address -> address.getAddress().length).toList();
    assertThat(lengths).containsExactly(16, 4, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "nowhere.example, FAILED 0 5.1.2 the domain nowhere.example does not exist",
    "null.example, FAILED 0 5.1.10 the domain says that it takes no mail (null MX)",
    "lame.example, FAILED 0 5.4.4 its server mx.lame.example has no address that can be used",
    "zero.example, FAILED 0 5.4.4 its server mx.zero.example is not connected to: 0.0.0.0 is a"
        + " reserved address",
    "half.example, DEFERRED 0 4.4.3 its server cannot be looked up: it was made to fail",
    "[0.0.0.0], FAILED 0 5.4.4 0.0.0.0 is a reserved address",
    "[nonsense], FAILED 0 5.1.2 [nonsense] is no address of a mail server",
  })
  void saysWhyThereIsNoServer(String destination, String told) {
    try (var sending = new Sending(1)) {
      sending
          .dns
          .mx("null.example", 0, "")
          .mx("lame.example", 10, "mx.lame.example")
          .mx("zero.example", 10, "mx.zero.example")
          .address("mx.zero.example", "0.0.0.0")
          .mx("half.example", 10, "mx.lame.example")
          .mx("half.example", 20, "mx.half.example")
          .fails("mx.half.example");
      var courier = sending.to(new Hop.Exchange(destination), TlsLevel.Opportunistic);
      assertThat(told(courier.attempt(parcel("b@there.example")))).containsExactly(told);
    }
  }

  @Test
  void goesOnToTheNextServerWhenTheFirstIsDownOrUnwilling() throws IOException {
    try (var willing = new ScriptedPeer(TAKES_ALL);
        var unwilling =
            new ScriptedPeer("127.0.0.2", willing.port(), ScriptedPeer.NO_TLS, "S: 554 no");
        var sending = new Sending(willing.port())) {
      sending
          .dns
          .mx("d.example", 1, "down")
          .address("down", "127.0.0.3")
          .mx("d.example", 2, "unwilling")
          .address("unwilling", "127.0.0.2")
          .mx("d.example", 3, "willing")
          .address("willing", "127.0.0.1");
      var courier = sending.to(new Hop.Exchange("d.example"), TlsLevel.Opportunistic);
      var attempt = courier.attempt(parcel("b@d.example")).getFirst();
      assertThat(attempt.host()).isEqualTo("willing");
      assertThat(unwilling.connections()).isOne();
    }
  }

  @Test
  void defersWhenOneServerIsDownThoughAnotherRefuses() throws IOException {
    try (var unwilling = new ScriptedPeer("S: 554 5.7.1 go away");
        var sending = new Sending(unwilling.port())) {
      sending
          .dns
          .mx("d.example", 1, "unwilling")
          .address("unwilling", "127.0.0.1")
          .mx("d.example", 2, "down")
          .address("down", "127.0.0.3");
      var both = sending.to(new Hop.Exchange("d.example"), TlsLevel.Opportunistic);
      assertThat(told(both.attempt(parcel("b@d.example"))).getFirst())
          .startsWith("DEFERRED 0 4.4.1");
      sending.dns.mx("only.example", 1, "unwilling");
      var only = sending.to(new Hop.Exchange("only.example"), TlsLevel.Opportunistic);
      assertThat(told(only.attempt(parcel("b@only.example"))))
          .containsExactly("FAILED 554 5.7.1 go away");
    }
  }

  @Test
  void dialsAnAddressLiteral() throws IOException {
    try (var peer = new ScriptedPeer(TAKES_ALL);
        var sending = new Sending(peer.port())) {
      var courier = sending.to(new Hop.Exchange("[127.0.0.1]"), TlsLevel.Opportunistic);
      var attempt = courier.attempt(parcel("b@[127.0.0.1]")).getFirst();
      assertThat(told(List.of(attempt))).containsExactly("DELIVERED 250 2.0.0 fine");
      assertThat(attempt.host()).isEqualTo("127.0.0.1");
      assertThat(peer.heard()).contains("RCPT TO:<b@[127.0.0.1]>");
    }
  }
}
