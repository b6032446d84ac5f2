package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the mail API is sent at once does not end the server, with the heap it is shipped with. */
class LargeBodiesIT {
  private static final int BODIES = 16;
  private static final int OCTETS = 30 << 20;

  private static final byte[] BEFORE =
      "{\"to\":\"a@example.com\",\"text\":\"x\",\"attachments\":[{\"filename\":\"a\",\"content\":\""
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] AFTER = "\"}]}".getBytes(StandardCharsets.US_ASCII);

  /** Base64 in groups of four. */
  private static final byte[] PIECE = "QUJD".repeat(16 << 10).getBytes(StandardCharsets.US_ASCII);

  @TempDir Path work;
  private ServedFolder served;

  @BeforeEach
  void serve() throws Exception {
    served = new ServedFolder(work).start("--dev");
  }

  @AfterEach
  void end() {
    served.close();
  }

  @Test
  void someAreRefusedAndTheServerLives() throws Exception {
    var statuses = new ArrayList<Integer>();
    try (var threads = Executors.newFixedThreadPool(BODIES)) {
      Callable<Integer> body = this::post;
      var answers = new ArrayList<Future<Integer>>();
      for (int i = 0; i < BODIES; i++) {
        answers.add(threads.submit(body));
      }
      for (var answer : answers) {
        statuses.add(answer.get());
      }
    }
    // too large for a message, where there was memory to read it
    assertThat(statuses).hasSize(BODIES).containsAnyOf(429, 503).isSubsetOf(202, 422, 429, 503);
    assertThat(served.process().isAlive()).isTrue();
    assertThat(served.call("GET", "probes", "/livez", "").statusCode()).isEqualTo(200);
    assertThat(
            served
                .call(
                    "POST",
                    "mailApi",
                    "/api/email/send",
                    "{\"to\":\"a@example.com\",\"text\":\"after\"}")
                .statusCode())
        .isEqualTo(202);
    assertThat(served.dialogue("EHLO localhost")).startsWith("250 ");
  }

  /** Sends one, and listens meanwhile: an answer may come long before its end. */
  private int post() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), served.port("mailApi"))) {
      socket.setSoTimeout(120_000);
      var writer = Thread.ofVirtual().start(() -> write(socket));
      var answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      var status = Integer.parseInt(answer.readLine().split(" ")[1]);
      writer.interrupt();
      return status;
    }
  }

  private static void write(Socket socket) {
    try {
      int pieces = OCTETS / PIECE.length;
      var out = socket.getOutputStream();
      out.write(
          """
          POST /api/email/send HTTP/1.1\r
          Host: localhost\r
          Content-Type: application/json\r
          Content-Length: %d\r
          \r
          """
              .formatted(BEFORE.length + pieces * PIECE.length + AFTER.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(BEFORE);
      for (int i = 0; i < pieces; i++) {
        out.write(PIECE);
      }
      out.write(AFTER);
    } catch (IOException e) {
      // it was refused before its end
    }
  }
}
