package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mailhelm.smtp.fake.TestAuthority;
import io.mailhelm.smtp.wire.Deadlines;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was not asked for is found when it is there, in the same segment or not, under TLS or not.
 */
class ClientConnectionTest {
  private static final Duration TIME = Duration.ofSeconds(10);
  private final TestAuthority authority = new TestAuthority();

  private interface Dialogue {
    void with(ClientConnection link) throws Exception;
  }

  private void talk(boolean isTls, String script, Dialogue dialogue) throws Exception {
    var server = authority.server("mx.there.example").context();
    try (var peer = new ScriptedPeer(server, (isTls ? "TLS\n" : "") + script);
        var deadlines = new Deadlines("test-deadlines");
        var link = link(peer, deadlines)) {
      if (isTls) {
        var tls = new TlsClient(() -> List.of(authority.root()));
        link.secure(tls.engine("mx.there.example", peer.port()), TIME);
      }
      dialogue.with(link);
    }
  }

  private static ClientConnection link(ScriptedPeer peer, Deadlines deadlines)
      throws ServerRefusal {
    return ClientConnection.open(
        new InetSocketAddress("127.0.0.1", peer.port()),
        TIME,
        deadlines,
        System.nanoTime() + TIME.toNanos(),
        opened -> {},
        ConnectObserver.UNWATCHED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void findsAReplyThatNobodyAskedFor(boolean isTls) throws Exception {
    talk(
        isTls,
        "S: 220 hi\nS: 250 more\nHANG",
        link -> {
          link.reply(TIME, "the connection");
          await().until(link::hasMore);
          assertThatThrownBy(() -> link.ensureInStep(TIME))
              .hasMessage("said more than it was asked: 250 more");
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void losesNothingByLooking(boolean isTls) throws Exception {
    talk(
        isTls,
        "S: 220 hi\nC: NOOP\nS: 250 ok\nC: NOOP\nS: 250 again\nCLOSE",
        link -> {
          link.reply(TIME, "the connection");
          for (var answer : List.of("ok", "again")) {
            link.ensureInStep(TIME);
            link.write("NOOP\r\n", TIME);
            await().until(link::hasMore);
            assertThat(link.reply(TIME, "NOOP").text()).isEqualTo(answer);
          }
          assertThatThrownBy(() -> link.reply(TIME, "nothing"))
              .hasMessageContaining("closed the connection");
          link.ensureInStep(TIME);
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aGoodbyeKeepsItsWords(boolean isTls) throws Exception {
    talk(
        isTls,
        "S: 220 hi\nS: 421 4.3.2 bye\nCLOSE",
        link -> {
          link.reply(TIME, "the connection");
          await().until(link::hasMore);
          assertThatThrownBy(() -> link.ensureInStep(TIME)).hasMessage("bye");
        });
  }
}
