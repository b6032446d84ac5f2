package io.mailhelm.smtp.send;

import static io.mailhelm.smtp.send.Sending.parcel;
import static io.mailhelm.smtp.send.Sending.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Route;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.fake.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is wrong with a route is for who runs this server to mend: the mail waits for that, and the
 * attempt says what it is. What the relay says of a recipient or a message counts.
 */
class RelayFaultsTest {
  private static final String SECURE = "S: 220 hi\nC: EHLO\nS: 250-hi\nS: 250 STARTTLS\n";
  private static final String SECURED =
      SECURE + "C: STARTTLS\nS: 220 go\nTLS\nC: EHLO\nS: 250-hi\nS: 250 AUTH PLAIN\n";

  /** A relay, and what comes of mail that is to go there. */
  enum Fault {
    NO_ADDRESS(
        "nowhere.example",
        TlsLevel.Opportunistic,
        "",
        "",
        "DEFERRED 0 4.4.4 the relay nowhere.example of the policy's route has no address in the"
            + " DNS: correct its name in the policy, or its records"),
    NO_LOOK_UP(
        "unasked.example",
        TlsLevel.Opportunistic,
        "",
        "",
        "DEFERRED 0 4.4.3 the relay unasked.example of the policy's route cannot be looked up: "),
    INTERNAL_ADDRESS(
        "10.0.0.1",
        TlsLevel.Opportunistic,
        "",
        "",
        "DEFERRED 0 4.4.4 its server 10.0.0.1 is not connected to: "),
    NOBODY_LISTENS(
        "relay.example", TlsLevel.Opportunistic, "", "", "DEFERRED 0 4.4.1 Connection refused"),
    DOES_NOT_LET_US_IN(
        "relay.example",
        TlsLevel.Opportunistic,
        "",
        "S: 554 5.7.1 not from there\n",
        "DEFERRED 554 4.7.1 the relay of the policy's route does not serve this server (does it"
            + " let this server's address in?): not from there"),
    DOES_NOT_LIKE_OUR_NAME(
        "relay.example",
        TlsLevel.Opportunistic,
        "",
        "S: 220 hi\nC: EHLO\nS: 550 who?\nC: HELO\nS: 550 who?\n",
        "DEFERRED 550 4.0.0 the relay of the policy's route does not serve this server (does it"
            + " let this server's address in?): who?"),
    NO_TLS(
        "relay.example",
        TlsLevel.Required,
        "",
        "S: 220 hi\nC: EHLO\nS: 250 hi\n",
        "DEFERRED 0 4.7.10 does not offer STARTTLS, and "),
    ANOTHERS_CERTIFICATE(
        "other.example",
        TlsLevel.Required,
        "",
        SECURE + "C: STARTTLS\nS: 220 go\nTLS\nHANG\n",
        "DEFERRED 0 4.7.0 "),
    NO_SUCH_LOGIN(
        "relay.example",
        TlsLevel.Required,
        "relay/other",
        SECURED,
        "DEFERRED 0 4.7.8 there is no login relay/other for the relay relay.example"),
    WRONG_PASSWORD(
        "relay.example",
        TlsLevel.Required,
        "relay/login",
        SECURED + "C: AUTH PLAIN\nS: 535 5.7.8 no\n",
        "DEFERRED 535 4.7.8 the relay does not take our login (check username and password in"
            + " Secret login): PLAIN: 535 no"),
    MECHANISM_TOO_WEAK(
        "relay.example",
        TlsLevel.Required,
        "relay/login",
        SECURED + "C: AUTH PLAIN\nS: 534 5.7.9 use another\n",
        "DEFERRED 534 4.7.9 the relay does not take our login"),
    LOGIN_MISSING(
        "relay.example",
        TlsLevel.Required,
        "",
        SECURED + "C: MAIL\nS: 530 5.7.0 log in first\n",
        "DEFERRED 530 4.7.0 the relay asks for a login (does the policy's route name its"
            + " credentials?): log in first"),
    LOGIN_MISSING_AT_RCPT(
        "relay.example",
        TlsLevel.Required,
        "",
        SECURED + "C: MAIL\nS: 250 ok\nC: RCPT\nS: 530 5.7.0 log in first\n",
        "DEFERRED 530 4.7.0 the relay asks for a login"),
    REFUSES_THE_RECIPIENT(
        "relay.example",
        TlsLevel.Required,
        "",
        SECURED + "C: MAIL\nS: 250 ok\nC: RCPT\nS: 550 5.1.1 unknown\n",
        "FAILED 550 5.1.1 unknown"),
    REFUSES_THE_SENDER(
        "relay.example",
        TlsLevel.Required,
        "",
        SECURED + "C: MAIL\nS: 550 5.7.1 not yours\n",
        "FAILED 550 5.7.1 not yours");

    private final String host;
    private final TlsLevel tls;
    private final String login;
    private final String script;
    private final String told;

    Fault(String host, TlsLevel tls, String login, String script, String told) {
      this.host = host;
      this.tls = tls;
      this.login = login;
      this.script = script;
      this.told = told;
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitsForWhoRunsThisServer(Fault fault) throws IOException {
    var authority = new TestAuthority();
    try (var peer = new ScriptedPeer(authority.server("relay.example").context(), fault.script);
        var unheard = new Socket();
        var sending = new Sending(1, Sending.TIMEOUTS, List.of(authority.root()))) {
      // Bound and never listening: the port is nobody else's meanwhile.
      unheard.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      sending
          .dns
          .address("relay.example", "127.0.0.1")
          .address("other.example", "127.0.0.1")
          .fails("unasked.example");
      int port = fault == Fault.NOBODY_LISTENS ? unheard.getLocalPort() : peer.port();
      var login = Optional.of(fault.login).filter(name -> !name.isEmpty());
      var relay = new Route.Relay(fault.host, port, fault.tls, login);
      var courier = sending.to(new Hop.Smarthost(relay), TlsLevel.Opportunistic);

      var attempts = courier.attempt(parcel("b@there.example"));

      assertThat(told(attempts).getFirst()).startsWith(fault.told);
      assertThat(attempts.getFirst().refusesAddress())
          .isEqualTo(fault == Fault.REFUSES_THE_RECIPIENT);
      assertThat(peer.surprises()).isEmpty();
    }
  }
}
