package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.ContentWork;
import io.mailhelm.smtp.api.FakeRequest;
import io.mailhelm.smtp.api.FakeSubmissions;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Who leaves while its message is worked on gives nothing back before that is over; work that has
 * not begun is not begun.
 */
@QuarkusTest
class LeftDuringWorkTest {
  private static final String MESSAGE =
      "{\"from\":\"alice@example.test\",\"to\":\"bob@example.test\",\"subject\":\"s\",\"text\":\"%s\"}"
          .formatted("x".repeat(100_000));

  @Inject BoundPorts ports;
  @Inject ApiContext node;
  @Inject HeldShares shares;
  @Inject FakeSubmissions submissions;
  @Inject ContentWork work;

  private final CountDownLatch taken = new CountDownLatch(1);

  @AfterEach
  void quicken() {
    taken.countDown();
    submissions.gate().slowedBy(new CountDownLatch(0));
  }

  private Socket send() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), ports.mailApi());
    var request =
        "POST /api/email/send HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(
                ApiClient.operator(0).authorization().orElseThrow(), MESSAGE.length(), MESSAGE);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void whatItsResourceWorksOnIsHeldUntilThatHasEnded() throws IOException {
    submissions.gate().slowedBy(taken);
    double before = Requests.ended(node);
    try (var client = send()) {
      await().until(() -> submissions.gate().waiting() == 1);
      assertThat(shares.all()).isGreaterThan(MESSAGE.length());
      client.setSoLinger(true, 0); // a reset
    }
    await().until(() -> Requests.ended(node) > before);
    assertThat(shares.all()).isGreaterThan(MESSAGE.length());
    taken.countDown();
    await().until(() -> shares.all() == 0 && node.inTransit().drawn() == 0);
  }

  @Test
  void whatWaitsForAThreadIsNotBegun() throws Exception {
    var other = new FakeRequest("other");
    try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
      while (work.waiting() == 0) { // until all threads are taken
        int begun = other.begun();
        asking.submit(() -> work.run(other, () -> other.work(taken)));
        await().until(() -> other.begun() > begun || work.waiting() > 0);
      }
      try (var client = send()) {
        await().until(() -> work.waiting() == 2);
        assertThat(shares.all()).isGreaterThan(MESSAGE.length());
        client.setSoLinger(true, 0);
      }
      await().until(() -> shares.all() == 0 && node.inTransit().drawn() == 0);
      assertThat(work.waiting()).isEqualTo(1);
      taken.countDown();
    }
  }
}
