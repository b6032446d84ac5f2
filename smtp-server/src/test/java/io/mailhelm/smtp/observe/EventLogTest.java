package io.mailhelm.smtp.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
  private static final InetAddress PEER = InetAddress.ofLiteral("192.0.2.1");
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T08:00:00.5Z"), ZoneOffset.UTC);
  private static final Event ACCEPTED =
      new Event.Accepted(
          "s1", "smtp", "01ID", "a@x.example", Optional.of("al"), 2, 1, 0, 1_234, 1_500_000);

  @Test
  void aPersonCanReadIt() {
    assertThat(lines(LogFormat.TEXT, ACCEPTED))
        .containsExactly(
            "2026-11-23T08:00:00.500Z INFO  accepted id=01ID from=<a@x.example> user=al"
                + " recipients=2 captured=1 queued=0 size=1234 commitMicros=1500 listener=smtp"
                + " session=s1");
  }

  @Test
  void aMessageThatIsNotSignedSaysWhy() {
    assertThat(lines(LogFormat.TEXT, new Event.Unsigned("01ID", "example.com", 256)))
        .singleElement()
        .asString()
        .startsWith("2026-11-23T08:00:00.500Z WARN  unsigned id=01ID domain=example.com detail=")
        .contains("more fields than a signature names (256)");
  }

  @Test
  void aReportThatIsOmittedSaysWhereToLookInstead() {
    var event =
        new Event.ReportOmitted("01ID", "al@x.example", Event.ReportOmitted.Reason.MAILBOX_FULL);

    assertThat(lines(LogFormat.TEXT, event))
        .singleElement()
        .asString()
        .contains("WARN  report-omitted id=01ID to=<al@x.example> reason=mailbox-full")
        .contains("see GET /queue");
  }

  @Test
  void aProgramCanReadIt() throws IOException {
    var line =
        lines(
                LogFormat.JSON,
                new Event.Rejected(
                    "s",
                    "smtp",
                    550,
                    RejectionReason.NotAField,
                    "quote \" line\nend \u2028 \\",
                    true))
            .getFirst();
    var json = new ObjectMapper().readTree(line);
    assertThat(json.get("event").asText()).isEqualTo("rejected");
    assertThat(json.get("code").asInt()).isEqualTo(550);
    assertThat(json.get("detail").asText()).isEqualTo("quote \" line\nend \u2028 \\", true);
  }

  /** Who reads a terminal is not shown another name than the one that is meant. */
  @ParameterizedTest
  @ValueSource(ints = {0x1b, 0x85, 0xad, 0x61c, 0x200b, 0x200f, 0x2028, 0x202e, 0x2066, 0xfeff})
  void whatIsNotSeenIsEscaped(int unseen) {
    var line =
        lines(
                LogFormat.TEXT,
                new Event.Rejected(
                    "s", "smtp", 550, RejectionReason.NotAField, "a" + (char) unseen + "b", true))
            .getFirst();
    assertThat(line).contains("a\\u%04xb".formatted(unseen));
  }

  @Test
  void soIsWhatIsNotSeenBeyondThePlaneOfAllScripts() {
    var line =
        lines(
                LogFormat.TEXT,
                new Event.Rejected(
                    "s", "smtp", 550, RejectionReason.NotAField, "😀\udb40\udc41b\ud83d", true))
            .getFirst();
    assertThat(line).contains("😀\\udb40\\udc41b\\ud83d");
  }

  @Test
  void ofANameThatFailedNoMoreIsLoggedThanAnAddressCanHave() {
    for (var name : List.of("x".repeat(8_000), "ü".repeat(4_000), "😀".repeat(2_000))) {
      var line =
          lines(
                  LogFormat.TEXT,
                  new Event.Authenticated(
                      "s", "smtp", PEER, "PLAIN", Optional.of(name), LoginOutcome.FAILED))
              .getFirst();
      var logged = line.replaceAll(".* user=(\\S*) .*\\s*", "$1");
      assertThat(name).startsWith(logged);
      assertThat(logged.getBytes(StandardCharsets.UTF_8)).hasSize(320);
    }
  }

  @Test
  void ofAMechanismNobodyHasNoMoreIsLoggedThanItsNameCanBe() {
    var login =
        new Event.Authenticated(
            "s", "smtp", PEER, "X".repeat(8_000), Optional.empty(), LoginOutcome.THROTTLED);
    assertThat(lines(LogFormat.TEXT, login).getFirst())
        .contains(" mechanism=" + "X".repeat(20) + " ");
  }

  @Test
  void aPeerCannotForgeALine() {
    var forged = "x\n2026-11-23T08:00:00.500Z INFO  accepted id=FORGED\u001b[2J\u202e";
    for (var format : LogFormat.values()) {
      var login =
          new Event.Authenticated(
              "s", "smtp", PEER, "PLAIN", Optional.of(forged), LoginOutcome.FAILED);
      var lines = lines(format, login);
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst()).doesNotContain("\u001b", "\u202e").contains("\\n");
    }
  }

  @Test
  void theOrdinaryIsNotLogged() {
    assertThat(
            lines(
                LogFormat.TEXT,
                new Event.Connected("s", "smtp", PEER),
                new Event.Replied("smtp", "EHLO", 250),
                new Event.Disconnected("s", "smtp", 1, 2, Event.Disconnected.ORDERLY),
                new Event.Answered("management", "GET", 200),
                new Event.Authenticated(
                    "s", "smtp", PEER, "PLAIN", Optional.of("a"), LoginOutcome.OK)))
        .isEmpty();
  }

  @Test
  void whatIsWrongIsLogged() {
    var lines =
        lines(
            LogFormat.TEXT,
            new Event.Refused("smtp", PEER, Event.Refused.Limit.CONNECTIONS),
            new Event.Disconnected("s", "smtp", 1, 2, "command timeout"),
            new Event.ConfigLoaded("aa", 1, 2, List.of(), List.of()),
            new Event.ConfigRejected("bb", "tls/x: not a PEM"),
            new Event.Failed(FailurePlace.SESSION, "4711", new IllegalStateException("why")));
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0))
        .contains("WARN  refused listener=smtp peer=192.0.2.1 limit=connections");
    assertThat(lines.get(1)).contains("reason=\"command timeout\"");
    assertThat(lines.get(3)).contains("ERROR config-rejected hash=bb");
    assertThat(lines.get(4)).contains("where=\"session 4711\"", "IllegalStateException: why\\n");
  }

  @Test
  void whatLibrariesLogStandsInItToo() {
    var console = new ByteArrayOutputStream();
    try (var log =
        new EventLog(LogFormat.TEXT, new PrintStream(console), Optional.empty(), CLOCK)) {
      var record =
          new org.jboss.logmanager.ExtLogRecord(
              java.util.logging.Level.WARNING,
              "%s is slow",
              org.jboss.logmanager.ExtLogRecord.FormatStyle.PRINTF,
              "x");
      record.setLoggerName("io.vertx");
      record.setParameters(new Object[] {"disk"});
      log.handler().publish(record);
    }
    assertThat(console.toString(StandardCharsets.UTF_8))
        .isEqualTo("2026-11-23T08:00:00.500Z WARN  log logger=io.vertx message=\"disk is slow\"\n");
  }

  @Test
  void writesToAFileAsWellAndMakesItAgainAfterRotation(@TempDir Path folder) throws IOException {
    var file = folder.resolve("logs/mail.log");
    var console = new ByteArrayOutputStream();
    try (var log =
        new EventLog(LogFormat.TEXT, new PrintStream(console), Optional.of(file), CLOCK)) {
      log.on(ACCEPTED);
      await().until(() -> Files.readString(file).contains("id=01ID"));
      Files.move(file, folder.resolve("logs/mail.log.1"));
      log.on(new Event.ConfigLoaded("after-rotation", 1, 1, List.of(), List.of()));
    }
    assertThat(file).content().contains("after-rotation").doesNotContain("01ID");
    assertThat(console.toString(StandardCharsets.UTF_8)).contains("01ID", "after-rotation");
  }

  @Test
  void aConsoleThatTakesNothingStopsNobodyAndTheLogSaysWhatIsMissing() {
    var open = new CountDownLatch(1);
    var console = new ByteArrayOutputStream();
    var stuck =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
          }

          @Override
          public void write(byte[] octets, int offset, int length) throws IOException {
            try {
              open.await();
            } catch (InterruptedException e) {
              // close() says that the log ends; what is queued is still written.
              Thread.interrupted();
            }
            console.write(octets, offset, length);
          }
        };
    var log = new EventLog(LogFormat.TEXT, new PrintStream(stuck), Optional.empty(), CLOCK);
    for (int i = 0; i < 40_000; i++) {
      log.on(ACCEPTED);
    }
    assertThat(log.dropped()).isPositive();
    open.countDown();
    log.close();
    var written = console.toString(StandardCharsets.UTF_8);
    assertThat(written).contains("log-lines-dropped count=");
    var accepted = written.lines().filter(line -> line.contains("id=01ID")).count();
    assertThat(accepted + log.dropped()).isEqualTo(40_000);
  }

  @Test
  void goesOnAfterAWriteThatFoundNoMemoryAndSaysWhatIsMissing() {
    var failed = new CountDownLatch(1);
    var console = new ByteArrayOutputStream();
    var failing =
        new OutputStream() {
          @Override
          public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
          }

          @Override
          public void write(byte[] octets, int offset, int length) {
            if (failed.getCount() > 0) {
              failed.countDown();
              throw new OutOfMemoryError("a test's");
            }
            console.write(octets, offset, length);
          }
        };
    try (var log =
        new EventLog(LogFormat.TEXT, new PrintStream(failing), Optional.empty(), CLOCK)) {
      log.on(new Event.ConfigLoaded("lost", 1, 1, List.of(), List.of()));
      await().until(() -> failed.getCount() == 0);
      log.on(new Event.ConfigLoaded("after", 1, 1, List.of(), List.of()));
    }
    assertThat(console.toString(StandardCharsets.UTF_8))
        .contains("hash=after", "log-lines-dropped count=1")
        .doesNotContain("hash=lost");
  }

  private static List<String> lines(LogFormat format, Event... events) {
    var console = new ByteArrayOutputStream();
    var stream = new PrintStream(console, false, StandardCharsets.UTF_8);
    try (var log = new EventLog(format, stream, Optional.empty(), CLOCK)) {
      for (var event : events) {
        log.on(event);
      }
    }
    return console.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
