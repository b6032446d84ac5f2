package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.HttpLimits;
import io.mailhelm.config.Listener;
import io.mailhelm.config.OutboundLimits;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.StorageLimits;
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
import java.io.IOException;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Throws octets at the command, DATA and BDAT readers: the corpus in {@code fuzz/wire}, and what
 * becomes of it by chance. {@code -Dmailhelm.fuzz.seconds=N} goes on for longer; a failure names
 * its seed.
 */
class ConversationFuzzTest {
  private static final int ROUNDS = 3_000;
  private static final long SECONDS = Long.getLong("mailhelm.fuzz.seconds", 0);
  private static final ServerLimits LIMITS =
      new ServerLimits(
          4_000,
          5,
          10,
          10,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          Duration.ofMinutes(1),
          15,
          1_000,
          1_000,
          Duration.ofMinutes(1),
          10,
          1_000,
          Duration.ofMinutes(1),
          HttpLimits.DEFAULT,
          OutboundLimits.DEFAULT,
          StorageLimits.DEFAULT);
  private static final LiveConfig LIVE =
      new LiveConfig(
          new TestConfig()
              .listener("smtp", Listener.Tls.Optional, Listener.Auth.LoopbackOptional)
              .domain("example.com", Outbound.Capture)
              .user("alice@example.com", "secret")
              .limits(LIMITS)
              .build(),
          List.of(),
          Clock.systemUTC(),
          Observer.NONE);

  private static final WatchedStore STORE = new WatchedStore();

  @AfterAll
  static void close() {
    STORE.close();
  }

  /** What a client heard and what was stored. */
  private record Heard(String replies, List<String> bodies) {}

  @Test
  void givesTheSameRepliesAndMessagesHoweverTheOctetsAreCut() throws IOException {
    var corpus = corpus();
    long seed = System.nanoTime();
    long end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
    for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
      var random = new Random(seed + round);
      var octets = round < corpus.size() ? corpus.get(round) : mutated(corpus, random);
      var whole = talk(octets, new Random(0), octets.length + 1);
      assertThat(talk(octets, random, 1 + random.nextInt(40)))
          .as("seed %d, octets %s", seed + round, new String(octets, StandardCharsets.ISO_8859_1))
          .isEqualTo(whole);
    }
  }

  private static Heard talk(byte[] octets, Random random, int most) throws IOException {
    var gate = new LoginChecks(LIVE, ElapsedTime.SYSTEM);
    var reception =
        new SessionContext(
            LIVE,
            STORE,
            new SaslMechanisms(gate, new PasswordLogins(gate)),
            Observer.NONE,
            Clock.systemUTC(),
            ElapsedTime.SYSTEM,
            new ReturnPaths(STORE),
            () -> {},
            TransitMemory.ofHeap(),
            new RecipientLimits(STORE.recipientCounts(), Observer.NONE, Clock.systemUTC()),
            Halt.ofProcess());
    var listener = LIVE.current().config().server().listeners().getFirst();
    var here = InetAddress.getLoopbackAddress();
    var out = new ReplyBuffer();
    var replies = new StringBuilder();
    var conversation =
        new Conversations(reception)
            .begin(
                new Peer(here, true, here, listener, "s"),
                ConnectionSecurity.NONE,
                out,
                () -> true);
    int from = 0;
    int to = 0;
    while (to < octets.length && !conversation.isOver()) {
      to = Math.min(octets.length, to + 1 + random.nextInt(most));
      do {
        from = conversation.feed(octets, from, to, out);
        // sent before it goes on: with too many replies it pauses for that
        replies.append(new String(out.octets(), 0, out.length(), StandardCharsets.UTF_8));
        out.clear();
      } while (conversation.isPaused());
      assertThat(from).isLessThanOrEqualTo(to);
    }
    conversation.close();
    assertThat(STORE.openBodies()).isZero();
    var bodies =
        STORE.kept().stream()
            .map(kept -> kept.text().substring(kept.text().indexOf("+0000\r\n")))
            .map(text -> text.replaceFirst("^(\\+0000\r\nDate: )\\V+", "$1now"))
            // a receipt that was asked for has more ids and dates than one
            .map(text -> text.replaceAll("[0-9A-Z]{26}", "ID"))
            .map(text -> text.replaceAll("\\w{3}, [0-9]{1,2} \\w{3} [0-9]{4} [0-9:]{8}", "DATE"))
            .toList();
    if (!bodies.isEmpty()) {
      STORE.delete(Optional.empty(), Optional.empty());
    }
    return new Heard(
        replies
            .toString()
            .replaceAll("[0-9A-Z]{26} accepted", "ID accepted")
            .replaceAll("334 \\S{40,}", "334 nonce"),
        bodies);
  }

  private static byte[] mutated(List<byte[]> corpus, Random random) {
    var octets = corpus.get(random.nextInt(corpus.size()));
    for (int i = random.nextInt(6); i >= 0 && octets.length > 0; i--) {
      int at = random.nextInt(octets.length);
      octets =
          switch (random.nextInt(7)) {
            case 0 -> with(octets, at, new byte[] {(byte) random.nextInt(256)}, 1);
            case 1 ->
                with(
                    octets,
                    at,
                    "\r\n.\r\n\n\0 <>:="
                        .substring(at % 12, at % 12 + 1)
                        .getBytes(StandardCharsets.US_ASCII),
                    0);
            case 2 ->
                with(octets, at, new byte[0], Math.min(1 + random.nextInt(9), octets.length - at));
            case 3 -> {
              var other = corpus.get(random.nextInt(corpus.size()));
              int start = random.nextInt(other.length);
              yield with(octets, at, Arrays.copyOfRange(other, start, other.length), 0);
            }
            case 4 -> with(octets, at, filler(random), 0);
            case 5 -> with(octets, at, literal(random), 0);
            default ->
                with(
                    octets,
                    at,
                    Arrays.copyOfRange(octets, at, Math.min(octets.length, at + 30)),
                    0);
          };
    }
    return octets;
  }

  /** RFC 5321 §4.1.3; the first is the address that is connected to. */
  private static byte[] literal(Random random) {
    var local =
        List.of("postmaster", "alice", "ALICE+x", "nobody", "\"a b\"").get(random.nextInt(5));
    var address =
        List.of("[127.0.0.1]", "[IPv6:::1]", "[IPv6:::ffff:127.0.0.1]", "[127.0.0.2]", "[127.1]")
            .get(random.nextInt(5));
    return "RCPT TO:<%s@%s>\r\n".formatted(local, address).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] filler(Random random) {
    var filler = new byte[random.nextInt(6_000)];
    Arrays.fill(filler, (byte) "x.\r\n".charAt(random.nextInt(4)));
    return filler;
  }

  private static byte[] with(byte[] octets, int at, byte[] inserted, int removed) {
    var result = new byte[octets.length - removed + inserted.length];
    System.arraycopy(octets, 0, result, 0, at);
    System.arraycopy(inserted, 0, result, at, inserted.length);
    System.arraycopy(
        octets, at + removed, result, at + inserted.length, octets.length - at - removed);
    return result;
  }

  private static List<byte[]> corpus() throws IOException {
    try {
      var folder = Path.of(ConversationFuzzTest.class.getResource("/fuzz/wire").toURI());
      var corpus = new ArrayList<byte[]>();
      try (var files = Files.list(folder)) {
        for (var file : files.sorted().toList()) {
          corpus.add(Files.readAllBytes(file));
        }
      }
      return corpus;
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
