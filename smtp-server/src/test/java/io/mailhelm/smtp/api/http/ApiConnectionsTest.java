package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever holds connections to an API loses them; whoever asks is answered. */
@QuarkusTest
class ApiConnectionsTest {
  private static final int HELD = 200;
  private static final int MOST = HttpLimits.DEFAULT.connectionsPerAddress();

  @Inject BoundPorts ports;

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Those that came before the port was watched over, just after the start, are left alone. */
  private static void hold(int port, String path) throws IOException {
    await()
        .untilAsserted(
            () -> {
              var first = new Socket(InetAddress.getLoopbackAddress(), port);
              var held = new ArrayList<>(List.of(first));
              try {
                for (int i = 0; i < MOST; i++) {
                  held.add(new Socket(InetAddress.getLoopbackAddress(), port));
                }
                await()
                    .atMost(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(isClosed(first)).isTrue());
              } finally {
                for (var socket : held) {
                  socket.close();
                }
              }
            });
    holdMany(port, path);
  }

  private static void holdMany(int port, String path) throws IOException {
    var held = new ArrayList<Socket>();
    try {
      for (int i = 0; i < HELD; i++) {
        held.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      await().untilAsserted(() -> assertThat(open(held)).isLessThanOrEqualTo(MOST));
      assertThat(ApiClient.operator(port).get(path).status()).isEqualTo(200);
      assertThat(open(held)).as("the good client took one place").isGreaterThan(MOST / 2);
    } finally {
      for (var socket : held) {
        socket.close();
      }
    }
  }

  private static long open(List<Socket> held) {
    return held.stream().filter(socket -> !isClosed(socket)).count();
  }

  @Test
  void onTheMailApi() throws IOException {
    hold(ports.mailApi(), "/openapi");
  }

  @Test
  void onTheManagementApi() throws IOException {
    hold(ports.management(), "/config");
  }
}
