package io.mailhelm.smtp.api.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.Nodes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request whose credentials were right when it began, and are not when it is whole. */
@QuarkusTest
class PasswordChangedMeanwhileTest {
  private static final String MESSAGE =
      "{\"from\":\"alice@example.test\",\"to\":\"bob@example.test\",\"subject\":\"s\",\"text\":\"t\"}";

  @Inject BoundPorts ports;
  @Inject ApiContext node;

  @AfterEach
  void asBefore() {
    node.live().offer(Nodes.config(List.of()), List.of());
  }

  /** The status of a request by these credentials during which everybody's password changes. */
  private String status(ApiClient client) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), ports.mailApi())) {
      socket.setSoTimeout(30_000);
      var out = socket.getOutputStream();
      var head =
          "POST /api/email/send HTTP/1.1\r\nHost: x\r\nAuthorization: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(client.authorization().orElseThrow(), MESSAGE.length());
      out.write((head + MESSAGE.substring(0, 9)).getBytes(StandardCharsets.US_ASCII));
      await().until(() -> node.inTransit().drawn() > 0); // let in
      node.live().offer(changed(), List.of());
      out.write(MESSAGE.substring(9).getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  private static ServerConfig changed() {
    var before = Nodes.config(List.of());
    var users = before.users().stream().map(PasswordChangedMeanwhileTest::changed).toList();
    return new ServerConfig(
        before.server(), before.domains(), users, List.of(), List.of(), List.of(), List.of());
  }

  private static User changed(User user) {
    return new User(
        user.resource(),
        user.mailboxId(),
        user.address(),
        user.displayName(),
        new ScramVerifier(new byte[16], 8_192, new byte[32], new byte[32]),
        user.aliases(),
        user.sendPolicy(),
        user.quota(),
        user.suspended(),
        user.deletionPolicy(),
        user.adopt());
  }

  @Test
  void aUsersIsRefused() throws IOException {
    assertThat(status(ApiClient.user(0, "alice@example.test"))).isEqualTo("HTTP/1.1 403");
  }

  @Test
  void oneByTheTokenIsTaken() throws IOException {
    assertThat(status(ApiClient.operator(0))).isEqualTo("HTTP/1.1 202");
  }
}
