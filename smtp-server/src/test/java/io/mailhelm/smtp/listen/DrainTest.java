package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DrainTest {
  private static RunningServer server() {
    return new RunningServer(
        new TestConfig()
            .listener("smtp", Tls.Opportunistic, Auth.None)
            .domain("example.com", Outbound.Capture)
            .user("alice@example.com", "secret"));
  }

  @Test
  void finishesWhatIsInFlightAndTurnsTheRestAway() throws IOException {
    try (var server = server();
        var idle = server.greeted("smtp");
        var busy = server.greeted("smtp")) {
      busy.ask("MAIL FROM:<a@b.example>");
      busy.ask("RCPT TO:<alice@example.com>");
      var drained =
          CompletableFuture.supplyAsync(() -> server.server().drain(Duration.ofSeconds(20)));
      assertThat(idle.line()).startsWith("421 4.3.2");
      assertThat(idle.line()).isEqualTo("<closed>");
      try (var late = server.connect("smtp")) {
        assertThat(late.line()).startsWith("421 4.3.2");
        assertThat(late.line()).isEqualTo("<closed>");
      }
      assertThat(busy.ask("DATA")).startsWith("354");
      assertThat(drained).isNotDone();
      assertThat(busy.ask("Subject: x\r\n\r\n.")).startsWith("250 2.0.0");
      assertThat(busy.line()).startsWith("421 4.3.2");
      assertThat(busy.line()).isEqualTo("<closed>");
      assertThat(drained.join()).isTrue();
      assertThat(server.store().kept()).hasSize(1);
    }
  }

  @Test
  void aPauseTurnsNewWorkAwayUntilItIsResumed() throws IOException {
    try (var server = server();
        var idle = server.greeted("smtp");
        var busy = server.greeted("smtp")) {
      var intake = server.server().intake();
      busy.ask("MAIL FROM:<a@b.example>");
      busy.ask("RCPT TO:<alice@example.com>");
      intake.pause();
      assertThat(idle.line()).startsWith("421 4.3.2");
      try (var late = server.connect("smtp")) {
        assertThat(late.line()).startsWith("421 4.3.2");
      }
      assertThat(intake.listeners())
          .singleElement()
          .satisfies(each -> assertThat(each.problem()).contains("drain --resume"));
      assertThat(busy.ask("DATA")).startsWith("354");
      assertThat(busy.ask("Subject: x\r\n\r\n.")).startsWith("250 2.0.0");
      assertThat(busy.line()).startsWith("421 4.3.2");

      intake.resume();

      try (var next = server.greeted("smtp")) {
        assertThat(next.ask("MAIL FROM:<a@b.example>")).startsWith("250");
      }
      assertThat(intake.listeners()).allMatch(each -> each.problem().isEmpty());
    }
  }

  @Test
  void aServerThatEndsIsNotResumed() throws IOException {
    try (var server = server()) {
      assertThat(server.server().drain(Duration.ofSeconds(20))).isTrue();
      server.server().intake().resume();
      try (var late = server.connect("smtp")) {
        assertThat(late.line()).startsWith("421 4.3.2");
      }
    }
  }

  @Test
  void givesUpWhenTheTimeIsOver() throws IOException {
    try (var server = server();
        var busy = server.greeted("smtp")) {
      busy.ask("MAIL FROM:<a@b.example>");
      assertThat(server.server().drain(Duration.ofMillis(200))).isFalse();
      server.server().close();
      assertThat(busy.line()).isEqualTo("<closed>");
    }
  }
}
