package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.send.Port25.State;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class Port25Test {
  private static final Duration AT_ONCE = Duration.ZERO;

  private final HandClock clock = new HandClock();
  private final List<State> told = new ArrayList<>();
  private final Port25 port25 =
      new Port25(clock.elapsed(), report -> told.add(report.state()), Port25::isElsewhere);

  private ConnectObserver dial(int domain, int host) {
    return port25.dial(
        "d%d.example".formatted(domain),
        InetAddress.ofLiteral("198.51.100." + (domain * 10 + host)),
        AT_ONCE);
  }

  private void silence(int domain, int host) {
    dial(domain, host).failed(new AsynchronousCloseException(), true);
  }

  private void silenceOfFive() {
    silence(1, 1);
    silence(1, 2);
    silence(2, 1);
    silence(2, 2);
    silence(3, 1);
  }

  @Test
  void isBlockedOnceFiveAddressesOfThreeDomainsAreSilentAndSaysSoOnce() {
    silence(1, 1);
    silence(1, 2);
    silence(2, 1);
    silence(2, 2);
    silence(2, 3);
    assertThat(port25.report().state()).isEqualTo(State.Unknown);
    silence(3, 1);
    silence(4, 1);
    assertThat(port25.report()).isEqualTo(new Port25.Report(State.Blocked, 7, 7));
    assertThat(told).containsExactly(State.Blocked);
  }

  @Test
  void theSameServersAgainAndAgainSayNothingNew() {
    for (int i = 0; i < 100; i++) {
      silence(i % 4, 1);
    }
    assertThat(port25.report().state()).isEqualTo(State.Unknown);
  }

  @Test
  void silenceOfLongAgoDoesNotCount() {
    silence(1, 1);
    silence(2, 1);
    silence(3, 1);
    clock.advance(Duration.ofMinutes(61));
    silence(4, 1);
    silence(5, 1);
    assertThat(port25.report().state()).isEqualTo(State.Unknown);
  }

  @Test
  void oneAnswerOpensItAndHoldsForAnHour() {
    silenceOfFive();
    dial(6, 1).connected();
    assertThat(port25.report().state()).isEqualTo(State.Open);
    silenceOfFive();
    assertThat(port25.report().state()).isEqualTo(State.Open);
    assertThat(told).containsExactly(State.Blocked, State.Open);
    clock.advance(Duration.ofMinutes(61));
    silenceOfFive();
    assertThat(told).containsExactly(State.Blocked, State.Open, State.Blocked);
  }

  @Test
  void staysBlockedHoweverRareAttemptsBecome() {
    silenceOfFive();
    clock.advance(Duration.ofDays(1));
    silence(1, 1);
    assertThat(port25.report().state()).isEqualTo(State.Blocked);
    assertThat(told).containsExactly(State.Blocked);
  }

  @Test
  void anHourIsAnHourHoweverTheClockIsSet() {
    dial(6, 1).connected();
    clock.setForward(Duration.ofDays(1));
    silenceOfFive();
    assertThat(port25.report().state()).as("an answer of just now").isEqualTo(State.Open);
    clock.setBack(Duration.ofDays(2));
    clock.advance(Duration.ofMinutes(61));
    silenceOfFive();
    assertThat(port25.report().state()).isEqualTo(State.Blocked);
  }

  @Test
  void silenceOfLongAgoDoesNotCountWhereTheClockWasSetBack() {
    silence(1, 1);
    silence(2, 1);
    silence(3, 1);
    clock.setBack(Duration.ofDays(1));
    clock.advance(Duration.ofMinutes(61));
    silence(4, 1);
    silence(5, 1);
    assertThat(port25.report().state()).isEqualTo(State.Unknown);
  }

  @Test
  void aRefusalIsAnAnswer() {
    port25
        .dial("d.example", InetAddress.ofLiteral("198.51.100.1"), Duration.ofSeconds(30))
        .failed(new ConnectException("Connection refused"), false);
    assertThat(port25.report()).isEqualTo(new Port25.Report(State.Open, 1, 0));
    assertThat(told).isEmpty();
  }

  @Test
  void noRouteIsNoAnswer() {
    dial(1, 1).failed(new NoRouteToHostException("No route to host"), false);
    dial(1, 2).failed(new SocketException("Network is unreachable"), false);
    dial(2, 1).failed(new ConnectException("Network is unreachable"), false);
    dial(2, 2).failed(new ConnectException("Connection timed out"), false);
    dial(3, 1).failed(new NoRouteToHostException("No route to host"), false);
    assertThat(port25.report().state()).isEqualTo(State.Blocked);
  }

  @Test
  void whatWasBrokenOffEarlySaysNothing() {
    var dial =
        port25.dial("d.example", InetAddress.ofLiteral("198.51.100.1"), Duration.ofSeconds(30));
    dial.failed(new AsynchronousCloseException(), true);
    dial.failed(new AsynchronousCloseException(), false);
    assertThat(port25.report()).isEqualTo(new Port25.Report(State.Unknown, 0, 0));
  }

  @Test
  void neighboursSayNothingOfTheWayOut() {
    for (var address : List.of("127.0.0.1", "10.1.2.3", "192.168.1.1", "fd00::1", "100.64.0.1")) {
      var dial = port25.dial(address, InetAddress.ofLiteral(address), AT_ONCE);
      dial.failed(new NoRouteToHostException(), false);
      dial.connected();
    }
    assertThat(port25.report()).isEqualTo(new Port25.Report(State.Unknown, 0, 0));
  }

  @Test
  void remembersOnlySoMuch() {
    for (int i = 0; i < 10 * Port25.MOST; i++) {
      port25
          .dial("d.example", InetAddress.ofLiteral("2001:db8::" + Integer.toHexString(i)), AT_ONCE)
          .failed(new NoRouteToHostException(), false);
    }
    assertThat(port25.report())
        .isEqualTo(new Port25.Report(State.Unknown, 10L * Port25.MOST, 10L * Port25.MOST));
  }

  @Test
  void couriersTellOfEveryConnection() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = socket.getLocalPort();
      socket.close();
      try (var sending = new Sending(port)) {
        assertThat(sending.exchange().attempt(Sending.parcel("b@there.example")))
            .extracting(attempt -> attempt.enhanced())
            .containsExactly("4.4.1");
        assertThat(sending.port25.report()).isEqualTo(new Port25.Report(State.Open, 1, 0));
      }
    }
  }
}
