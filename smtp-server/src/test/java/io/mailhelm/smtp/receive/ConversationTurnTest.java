package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.auth.LoginChecks;
import io.mailhelm.smtp.auth.PasswordLogins;
import io.mailhelm.smtp.auth.SaslMechanisms;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WatchedStore;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.protocol.ReplyBuffer;
import io.mailhelm.smtp.store.Halt;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However much has come, no more than a turn's commands are answered at once. */
class ConversationTurnTest {
  private final WatchedStore store = new WatchedStore();
  private final ReplyBuffer out = new ReplyBuffer();
  private final Conversation conversation = conversation();

  private Conversation conversation() {
    var live =
        new LiveConfig(
            new TestConfig()
                .listener("smtp", Listener.Tls.Opportunistic, Listener.Auth.None)
                .domain("example.com", Outbound.Capture)
                .certificates()
                .build(),
            List.of(),
            Clock.systemUTC(),
            Observer.NONE);
    var gate = new LoginChecks(live, ElapsedTime.SYSTEM);
    var reception =
        new SessionContext(
            live,
            store,
            new SaslMechanisms(gate, new PasswordLogins(gate)),
            Observer.NONE,
            Clock.systemUTC(),
            ElapsedTime.SYSTEM,
            new ReturnPaths(store),
            () -> {},
            TransitMemory.ofHeap(),
            new RecipientLimits(store.recipientCounts(), Observer.NONE, Clock.systemUTC()),
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
    store.close();
  }

  private String heard() {
    var text = new String(out.octets(), 0, out.length(), StandardCharsets.US_ASCII);
    out.clear();
    return text;
  }

  @Test
  void answersNoMoreCommandsThanATurnHas() {
    var octets = "NOOP\r\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
    int at = 0;
    int turns = 0;
    do {
      at = conversation.feed(octets, at, octets.length, out);
      assertThat(heard().lines().count()).isBetween(1L, (long) Conversation.MOST_COMMANDS);
      turns++;
    } while (conversation.isPaused());
    assertThat(at).isEqualTo(octets.length);
    assertThat(turns).isEqualTo(Math.ceilDiv(10_000, Conversation.MOST_COMMANDS));
  }

  @Test
  void aRecipientCountsAsSeveral() {
    var octets =
        ("EHLO client.example\r\nMAIL FROM:<a@b.example>\r\n"
                + "RCPT TO:<nobody@elsewhere.example>\r\n".repeat(15))
            .getBytes(StandardCharsets.US_ASCII);
    int at = conversation.feed(octets, 0, octets.length, out);
    assertThat(conversation.isPaused()).isTrue();
    assertThat(new String(octets, 0, at, StandardCharsets.US_ASCII).lines().count())
        .isEqualTo(2 + Conversation.MOST_COMMANDS / Conversation.RECIPIENT);
  }

  @Test
  void gathersNoMoreRepliesThanItSendsAtOnce() {
    var octets = "EHLO client.example\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    int at = 0;
    do {
      at = conversation.feed(octets, at, octets.length, out);
      assertThat(out.length()).isBetween(1, Conversation.MOST_REPLIED + 512);
      heard();
    } while (conversation.isPaused());
    assertThat(at).isEqualTo(octets.length);
  }

  /** RFC 3207 §6, where a turn ends between STARTTLS and what was said behind it in clear. */
  @Test
  void whatIsSaidInClearBehindTheLastCommandOfATurnStillCountsAsInjected() {
    var before = "NOOP\r\n".repeat(Conversation.MOST_COMMANDS - 2);
    var octets =
        ("EHLO client.example\r\n" + before + "STARTTLS\r\nNOOP\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    conversation.feed(octets, 0, octets.length, out);
    assertThat(heard()).doesNotContain("220 2.0.0");
    assertThat(conversation.isPaused()).isFalse();
    assertThat(conversation.isTlsNext()).isFalse();
    assertThat(conversation.isOver()).isTrue();
  }

  /** It may come an octet at a time, and be looked at as often. */
  @Test
  void whatOfALineWasLookedAtIsNotLookedAtAgain() {
    var octets = "NOOP with words\r\n".getBytes(StandardCharsets.US_ASCII);
    int end = octets.length;
    assertThat(conversation.feed(octets, 0, end - 2, out)).isZero();
    octets[4] = '\n'; // whoever looked again would find it
    assertThat(conversation.feed(octets, 0, end - 1, out)).isZero();
    octets[4] = ' ';
    assertThat(conversation.feed(octets, 0, end, out)).isEqualTo(end);
    assertThat(heard()).startsWith("250 ");
  }
}
