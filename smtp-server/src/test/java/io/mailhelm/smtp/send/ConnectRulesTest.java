package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.Route;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of strangers lead to public addresses, whatever their DNS says. */
class ConnectRulesTest {
  private static final ConnectRules NOTHING_PRIVATE = new ConnectRules(List::of);

  private static Sending sending(int port, String... privateNetworks) {
    return new Sending(
        port,
        Sending.HASTY,
        List.of(),
        1,
        StsMemory.NONE,
        Clock.systemUTC(),
        new ConnectRules(() -> List.of(privateNetworks).stream().map(Cidr::of).toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, DEFERRED, a loopback address",
    "10.1.2.3, DEFERRED, a private address",
    "fd00::1, DEFERRED, a private address",
    "169.254.169.254, DEFERRED, a link-local address",
    "100.64.0.1, DEFERRED, an address inside a provider's network",
    "64:ff9b::7f00:1, DEFERRED, a loopback address",
    "2002:a00:1::1, DEFERRED, a private address",
    "224.0.0.1, FAILED, a multicast address",
    "192.0.2.1, FAILED, an address for documentation",
    "0.0.0.0, FAILED, a reserved address"
  })
  void doesNotConnectWhereAnMxLeadsToNoPublicAddress(String address, String outcome, String what) {
    try (var sending = sending(1)) {
      sending.dns.mx("d.example", 10, "mx.d.example").address("mx.d.example", address);
      var courier = sending.to(new Hop.Exchange("d.example"), TlsLevel.Opportunistic);
      var attempt = courier.attempt(parcel("b@d.example")).getFirst();
      assertThat(attempt.outcome()).hasToString(outcome);
      assertThat(attempt.code()).isZero();
      assertThat(attempt.address()).as("nothing was dialled").isEmpty();
      assertThat(attempt.text())
          .startsWith("its server mx.d.example is not connected to: ")
          .contains(" is " + what);
      assertThat(attempt.text().contains("spec.server.privateNetworks"))
          .isEqualTo(outcome.equals("DEFERRED"));
    }
  }

  @Test
  void connectsToNetworksThatAreDeclaredAndToNoOthers() throws IOException {
    try (var peer = new ScriptedPeer("S: 554 5.3.2 no mail here");
        var sending = sending(peer.port(), "127.0.0.1/32")) {
      sending
          .dns
          .mx("d.example", 10, "inside.d.example")
          .address("inside.d.example", "127.0.0.2")
          .address("inside.d.example", "127.0.0.1");
      var courier = sending.to(new Hop.Exchange("d.example"), TlsLevel.Opportunistic);
      var attempt = courier.attempt(parcel("b@d.example")).getFirst();
      assertThat(told(List.of(attempt))).containsExactly("FAILED 554 5.3.2 no mail here");
      assertThat(attempt.address()).startsWith("127.0.0.1:");
      assertThat(peer.connections()).isOne();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "relay.example"})
  void waitsForANetworkOfARelayToBeDeclared(String host) throws IOException {
    try (var peer = new ScriptedPeer("S: 554 5.3.2 no mail here");
        var sending = sending(1)) {
      sending.dns.address("relay.example", "127.0.0.1");
      var relay =
          new Route.Relay(host, peer.port(), TlsLevel.Opportunistic, Optional.<String>empty());
      var courier = sending.to(new Hop.Smarthost(relay), TlsLevel.Opportunistic);
      assertThat(told(courier.attempt(parcel("b@d.example"))).getFirst())
          .startsWith("DEFERRED 0 4.4.4 its server " + host + " is not connected to: ")
          .contains("127.0.0.1 is a loopback address", "spec.server.privateNetworks");
      assertThat(peer.connections()).isZero();
    }
  }

  @Test
  void neverConnectsToAnAddressOfItsOwnUnlessItIsDeclared() throws SocketException {
    var own =
        NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    assertThat(own).allSatisfy(it -> assertThat(NOTHING_PRIVATE.objection(it)).isPresent());
  }

  @Test
  void noDeclarationOpensManyMachinesOrNobody() {
    var everything = new ConnectRules(() -> List.of(Cidr.of("0.0.0.0/0"), Cidr.of("::/0")));
    for (var address : List.of("0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "ff02::1", "240.0.0.1")) {
      assertThat(everything.objection(InetAddress.ofLiteral(address))).as(address).isPresent();
    }
    assertThat(everything.objection(InetAddress.ofLiteral("10.0.0.1"))).isEmpty();
  }
}
