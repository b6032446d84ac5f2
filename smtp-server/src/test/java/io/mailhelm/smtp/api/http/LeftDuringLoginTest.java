package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeLogins;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A client that is gone when its password turns out to be right holds no memory. */
@QuarkusTest
class LeftDuringLoginTest {
  private static final String ALICE = "alice@example.test";
  private static final int CLIENTS = 8;

  @Inject BoundPorts ports;
  @Inject ApiContext node;

  private final CountDownLatch found = new CountDownLatch(1);

  @AfterEach
  void quicken() {
    found.countDown();
    logins().gate().slowedBy(new CountDownLatch(0));
  }

  private FakeLogins logins() {
    return (FakeLogins) node.logins();
  }

  private Socket announce() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), ports.mailApi());
    var head =
        "POST /api/email/send HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
            .formatted(ApiClient.user(0, ALICE).authorization().orElseThrow());
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void nothingIsDrawnForWhoLeftDuringTheLogin() throws IOException {
    logins().gate().slowedBy(found);
    var before = Requests.ended(node);
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(announce());
    }
    await().until(() -> logins().gate().waiting() == CLIENTS);
    for (var client : clients) {
      client.setSoLinger(true, 0); // a reset
      client.close();
    }
    await().until(() -> Requests.ended(node) - before == CLIENTS);
    found.countDown();
    await().until(() -> logins().gate().waiting() == 0);
    for (int i = 0; i < CLIENTS; i++) { // those that come later are admitted later
      assertThat(ApiClient.user(ports.management(), ALICE).get("/inbox").status()).isEqualTo(200);
    }
    assertThat(node.inTransit().drawn()).isZero();
  }
}
