package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener;
import io.mailhelm.smtp.auth.LoginChecks;
import io.mailhelm.smtp.auth.PasswordLogins;
import io.mailhelm.smtp.auth.SaslMechanisms;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WatchedStore;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.protocol.ReplyBuffer;
import io.mailhelm.smtp.store.Halt;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A session takes no more mail after a while, and that is time that has passed. */
class SessionTimeoutTest {
  private final HandClock clock = new HandClock();
  private final WatchedStore store = new WatchedStore();
  private final ReplyBuffer out = new ReplyBuffer();
  private final LiveConfig live =
      new LiveConfig(
          new TestConfig()
              .listener("smtp", Listener.Tls.Opportunistic, Listener.Auth.None)
              .domain("example.com", Outbound.Capture)
              .certificates()
              .build(),
          List.of(),
          clock,
          Observer.NONE);
  private final Duration timeout = live.current().config().server().limits().sessionTimeout();
  private final Conversation conversation = conversation();

  private Conversation conversation() {
    var gate = new LoginChecks(live, clock.elapsed());
    var reception =
        new SessionContext(
            live,
            store,
            new SaslMechanisms(gate, new PasswordLogins(gate)),
            Observer.NONE,
            clock,
            clock.elapsed(),
            new ReturnPaths(store),
            () -> {},
            TransitMemory.ofHeap(),
            new RecipientLimits(store.recipientCounts(), Observer.NONE, clock),
            Halt.ofProcess());
    var here = InetAddress.getLoopbackAddress();
    var listener = live.current().config().server().listeners().getFirst();
    var begun =
        new Conversations(reception)
            .begin(
                new Peer(here, true, here, listener, "s"),
                ConnectionSecurity.NONE,
                out,
                () -> true);
    out.clear();
    return begun;
  }

  @AfterEach
  void close() {
    conversation.close();
    store.close();
  }

  private int says(String line) {
    var octets = (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
    conversation.feed(octets, 0, octets.length, out);
    var heard = new String(out.octets(), 0, out.length(), StandardCharsets.US_ASCII);
    out.clear();
    return Integer.parseInt(heard.substring(0, 3));
  }

  private int mail() {
    assertThat(says("EHLO client.example")).isEqualTo(250);
    return says("MAIL FROM:<a@b.example>");
  }

  @Test
  void endsWhenItsTimeHasPassed() {
    clock.advance(timeout.minusMillis(1));
    assertThat(mail()).isEqualTo(250);
    clock.advance(Duration.ofMillis(1));
    assertThat(mail()).isEqualTo(421);
  }

  @Test
  void goesOnWhenTheClockIsSetForward() {
    clock.setForward(timeout.plusDays(1));
    assertThat(mail()).isEqualTo(250);
  }

  @Test
  void endsAtItsTimeWhenTheClockIsSetBack() {
    clock.setBack(Duration.ofDays(1));
    clock.advance(timeout);
    assertThat(mail()).isEqualTo(421);
  }
}
