package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.api.Nodes;
import io.mailhelm.smtp.store.NewMessage.Summary;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many connections that ask for large answers and read none: what is kept for them is bounded,
 * others are served or told when to come again, and it ends.
 */
@QuarkusTest
class UnreadAnswersTest {
  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";

  /** More than the buffers of two sockets hold. */
  private static final int LARGE = 12 << 20;

  /** What Netty may keep of so many answers: a piece each, not all of them. */
  private static final long MOST_KEPT = 24 << 20;

  private static final HttpLimits PATIENT = new HttpLimits(256, 64, Duration.ofMinutes(2));
  private static final HttpLimits HASTY = new HttpLimits(256, 64, Duration.ofSeconds(2));

  @Inject BoundPorts ports;
  @Inject FakeStore store;
  @Inject ApiContext node;

  private final List<Socket> sockets = new ArrayList<>();
  private String large;

  @BeforeEach
  void fill() {
    store.clear();
    time(PATIENT);
    large = put(ALICE);
  }

  private String put(String mailbox) {
    var text =
        "Content-Type: text/plain; name=a\r\nContent-Disposition: attachment; filename=a\r\n\r\n"
            + "0123456789\r\n".repeat(LARGE / 12);
    return store.put(mailbox, false, new Summary("", List.of(), "Large", ""), text).toString();
  }

  @AfterEach
  void hangUp() throws IOException {
    for (var socket : sockets) {
      socket.close();
    }
    await().until(() -> node.inTransit().drawn() == 0);
    time(HttpLimits.DEFAULT);
    store.clear();
  }

  private void time(HttpLimits limits) {
    node.live().offer(Nodes.config(List.of(), limits), List.of());
  }

  /** Asks, and reads the status line only. */
  private String ask(int port, String user, String path) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4 << 10);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    sockets.add(socket);
    var head =
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: %s\r\n\r\n"
            .formatted(path, port, ApiClient.user(port, user).authorization().orElseThrow());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  private List<String> askTwelve(String user, String path) throws IOException {
    var statuses = new ArrayList<String>();
    for (int i = 0; i < 12; i++) {
      statuses.add(ask(ports.management(), user, path).substring(9));
    }
    return statuses;
  }

  /** How much of its answer a connection still gives. */
  private static long rest(Socket socket) throws IOException {
    long count = 0;
    try {
      var some = new byte[64 << 10];
      for (int got = 0; got >= 0; got = socket.getInputStream().read(some)) {
        count += got;
      }
    } catch (SocketException e) {
      // reset
    }
    return count;
  }

  private void isHeldAndEnds(String path) throws IOException {
    long before = PlatformDependent.usedDirectMemory();
    assertThat(askTwelve(ALICE, path)).contains("200", "429").containsOnly("200", "429");
    assertThat(node.inTransit().drawn()).isBetween(4L * LARGE, node.inTransit().limit() / 2);
    assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(MOST_KEPT);

    var again = ApiClient.user(ports.management(), ALICE).get("/inbox/" + large + "/raw");
    assertThat(again.status()).isEqualTo(429);
    assertThat(again.header("Retry-After")).isEqualTo("5");
    assertThat(ApiClient.user(ports.management(), BOB).get("/inbox").status()).isEqualTo(200);

    var ofBob = "/inbox/" + put(BOB) + "/raw";
    assertThat(askTwelve(BOB, ofBob)).contains("200");
    assertThat(ApiClient.operator(ports.management()).get("/health").status()).isEqualTo(200);
    assertThat(node.inTransit().drawn()).isLessThanOrEqualTo(node.inTransit().limit() * 5 / 8);

    time(HASTY);
    await().atMost(Duration.ofSeconds(30)).until(() -> node.inTransit().drawn() == 0);
    for (var socket : sockets) {
      assertThat(rest(socket)).as("it was closed before its end").isLessThan(LARGE);
    }
  }

  @Test
  void messagesAsTheyAre() throws IOException {
    isHeldAndEnds("/inbox/" + large + "/raw");
  }

  @Test
  void attachments() throws IOException {
    isHeldAndEnds("/inbox/" + large + "/attachments/0");
  }

  @Test
  void theDescriptionOnBothPorts() throws IOException {
    int size = ApiClient.operator(ports.management()).get("/openapi").body().length();
    assertThat((long) size).isLessThanOrEqualTo(AnswerMemory.DOCUMENT);
    try (var mail = node.inTransit().share(0)) {
      assertThat(mail.hold(node.inTransit().limit() - 1_000)).isTrue();
      for (var port : List.of(ports.management(), ports.mailApi())) {
        var refused = ApiClient.operator(port).get("/openapi");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isEqualTo("5");
      }
      assertThat(ApiClient.operator(ports.management()).get("/health").status()).isEqualTo(200);
    }
  }

  @Test
  void anAnswerThatIsReadSlowlyButReadComesWhole() throws Exception {
    time(HASTY);
    assertThat(ask(ports.management(), ALICE, "/inbox/" + large + "/raw")).contains("200");
    assertThat(node.inTransit().drawn()).isPositive();
    var socket = sockets.getFirst();
    socket.setSoTimeout(20_000);
    var read = socket.getInputStream().readNBytes(LARGE);
    assertThat(read).hasSize(LARGE);
    await().until(() -> node.inTransit().drawn() == 0);
  }
}
