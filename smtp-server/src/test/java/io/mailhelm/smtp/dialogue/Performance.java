package io.mailhelm.smtp.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.ReturnPath;
import io.mailhelm.smtp.dialogue.Dialogue.Step;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.WatchedStore.Kept;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailStore.CommitResult;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Suppression;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plays a dialogue against a server. */
final class Performance implements AutoCloseable {
  private final Dialogue dialogue;
  private final RunningServer server;
  private final StringBuilder pending = new StringBuilder();
  private final List<WireClient> others = new ArrayList<>();
  private Optional<WireClient> client = Optional.empty();
  private Optional<Kept> looked = Optional.empty();

  Performance(Dialogue dialogue, RunningServer server) {
    this.dialogue = dialogue;
    this.server = server;
  }

  void play() throws IOException {
    for (var step : dialogue.steps()) {
      try {
        play(step, step.word(), step.text());
      } catch (IOException | RuntimeException e) {
        throw new AssertionError(where(step) + ": " + e, e);
      }
    }
  }

  private void play(Step step, String word, String text) throws IOException {
    switch (word) {
      case "listener" -> connect(text);
      case "same-time" -> {
        client.ifPresent(others::add);
        client = Optional.of(server.connect(text));
      }
      case "C" -> send(Dialogue.octets(returnPaths(text)) + "\r\n");
      case "C+" -> pending.append(Dialogue.octets(text)).append("\r\n");
      case "bytes" -> send(Dialogue.octets(text));
      case "bytes+" -> pending.append(Dialogue.octets(text));
      case "S" -> assertThat(client().line()).as(where(step)).startsWith(text);
      case "S~" -> assertThat(client().line()).as(where(step)).matches(text);
      case "S*" -> assertThat(lastLine()).as(where(step)).startsWith(text);
      case "lacks-line" -> assertThat(client().reply()).as(where(step)).doesNotContain(text);
      case "repeat" -> repeat(step, text);
      case "tls" -> client().startTls(text.isEmpty() ? "mail.example.com" : text);
      case "half-close" -> client().halfClose();
      case "closed" -> assertThat(client().line()).as(where(step)).isEqualTo("<closed>");
      case "store" -> store(text);
      case "suppress" -> suppress(text);
      case "queued" -> assertThat(queued()).as(where(step)).isEqualTo(text);
      case "stored" -> stored(step, Integer.parseInt(text));
      case "mailbox" -> mailbox(step, text);
      case "recipients" -> assertThat(recipients()).as(where(step)).isEqualTo(text);
      case "dsn" -> assertThat(message(step).message().dsn()).as(where(step)).hasToString(text);
      case "has" -> assertThat(message(step).text()).as(where(step)).contains(Dialogue.text(text));
      case "ends" -> assertThat(message(step).text()).as(where(step)).endsWith(Dialogue.text(text));
      case "lacks" ->
          assertThat(message(step).text()).as(where(step)).doesNotContain(Dialogue.text(text));
      default -> fail(where(step) + ": no such word");
    }
  }

  private void connect(String listener) throws IOException {
    close();
    client = Optional.of(server.connect(listener));
  }

  private void send(String octets) throws IOException {
    var all = pending.append(octets).toString();
    pending.setLength(0);
    client().send(all);
  }

  private String lastLine() throws IOException {
    var reply = client().reply();
    return reply.substring(reply.lastIndexOf('\n') + 1);
  }

  /** {@code repeat: 100 C: RCPT TO:<user{n}@example.com>}. */
  private void repeat(Step step, String text) throws IOException {
    int blank = text.indexOf(' ');
    int times = Integer.parseInt(text.substring(0, blank));
    var rest = text.substring(blank + 1);
    int colon = rest.indexOf(':');
    for (int i = 1; i <= times; i++) {
      play(
          step,
          rest.substring(0, colon),
          rest.substring(colon + 2).replace("{n}", Integer.toString(i)));
    }
  }

  private void store(String text) {
    switch (text) {
      case "no-space" -> server.store().failWith(new CommitResult.NoSpace());
      case "failed" -> server.store().failWith(new CommitResult.Failed("for a test"));
      case "disk-full" -> server.store().fillDisk(true);
      case "ok" -> {
        server.store().recover();
        server.store().fillDisk(false);
      }
      default -> fail("store: " + text);
    }
  }

  private void suppress(String text) {
    int blank = text.indexOf(' ');
    server
        .store()
        .suppressions()
        .add(
            new Suppression(
                text.substring(0, blank),
                Mailbox.of(text.substring(blank + 1)),
                Suppression.Reason.MANUAL,
                "",
                Instant.parse("2026-11-23T08:00:00Z")));
  }

  private String queued() {
    return server.store().queue().all().stream()
        .filter(delivery -> delivery.state() == Delivery.State.QUEUED)
        .map(delivery -> delivery.recipient().address())
        .collect(Collectors.joining(", "));
  }

  private String returnPaths(String text) {
    if (!text.contains("{")) {
      return text;
    }
    var about = server.store().queue().all().getLast();
    var own =
        new ReturnPath(server.store().secret("return-path"))
            .of(about.messageId(), about.id(), DomainName.of(about.domain()));
    var name = own.localPart();
    var last = name.endsWith("a") ? "b" : "a";
    return text.replace("{return-path}", own.toString())
        .replace(
            "{forged}", name.substring(0, name.length() - 1) + last + "@" + own.domain().ascii());
  }

  private void stored(Step step, int count) {
    assertThat(server.store().kept()).as(where(step)).hasSize(count);
    assertThat(server.store().openBodies()).as(where(step) + ": bodies left open").isZero();
  }

  /** The newest message of a mailbox, {@code captured} or not. */
  private void mailbox(Step step, String text) {
    boolean captured = text.endsWith(" captured");
    var address = captured ? text.substring(0, text.length() - " captured".length()) : text;
    looked =
        server.store().kept().stream()
            .filter(kept -> kept.target().address().toString().equals(address))
            .filter(kept -> kept.target().captured() == captured)
            .reduce((first, second) -> second);
    assertThat(looked).as(where(step)).isPresent();
  }

  private String recipients() {
    List<Recipient> recipients = looked.orElseThrow().target().recipients();
    return recipients.stream()
        .map(r -> (r.address() + " " + r.notifyOn() + " " + r.orcpt()).strip())
        .collect(Collectors.joining(", "));
  }

  private Kept message(Step step) {
    return looked.orElseThrow(() -> new AssertionError(where(step) + ": say mailbox first"));
  }

  private WireClient client() {
    return client.orElseThrow(() -> new AssertionError("say listener first"));
  }

  private String where(Step step) {
    return dialogue.name() + ":" + step.line() + " " + step.word() + ": " + step.text();
  }

  @Override
  public void close() throws IOException {
    client.ifPresent(others::add);
    client = Optional.empty();
    for (var open : others) {
      open.close();
    }
    others.clear();
  }
}
