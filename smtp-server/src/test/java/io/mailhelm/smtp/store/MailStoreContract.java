package io.mailhelm.smtp.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.smtp.store.MailStore.CommitResult.Failed;
import io.mailhelm.smtp.store.MailStore.CommitResult.MailboxFull;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does, whatever it is made of. */
public abstract class MailStoreContract {
  protected MailStore store;

  /** An empty store, or the one opened before with all that it was given. */
  protected abstract MailStore open() throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  protected final void reopen() throws IOException {
    store.close();
    store = open();
  }

  protected final List<Entry> entries() {
    return store.list(Queries.all()).entries();
  }

  protected final byte[] bytes(EntryId id) throws IOException {
    try (var in = store.open(id).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  protected static byte[] withTrace(byte[] body) {
    var all = new ByteArrayOutputStream();
    all.writeBytes(Messages.TRACE);
    all.writeBytes(body);
    return all.toByteArray();
  }

  protected static byte[] random(int size) {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void listsWhatWasStoredWithEveryFieldAsItCame() {
    var at = Instant.ofEpochMilli(1_764_000_000_123L);
    var message =
        Messages.in(store)
            .from("Ünal <u@example.com>")
            .to("alice@example.com", "Bob <bob@example.com>")
            .subject("Grüße, 100%_sure")
            .reversePath("bounce@example.com")
            .user("u@example.com")
            .receivedAt(at)
            .mailbox("alice")
            .make();

    assertThat(store.commit(message)).isEqualTo(new Stored());

    var entry = entries().getFirst();
    assertThat(entry)
        .isEqualTo(
            new Entry(
                entry.id(),
                message.id(),
                "alice",
                "alice@example.com",
                at,
                "bounce@example.com",
                Optional.of("u@example.com"),
                message.summary(),
                Messages.TRACE.length + message.body().size(),
                false,
                false));
    assertThat(store.find(entry.id())).contains(entry);
  }

  @Test
  void keepsAMessageWithoutAnyHeaderOrSender() {
    Messages.in(store).from("").to().subject("").reversePath("").mailbox("alice").commit();

    assertThat(entries().getFirst().summary().to()).isEmpty();
    assertThat(entries().getFirst().reversePath()).isEmpty();
    assertThat(entries().getFirst().user()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 200_000, 25 << 20})
  void givesBackEveryOctetOfAMessageOf(int size) throws IOException {
    var body = random(size);

    assertThat(Messages.in(store).body(body).mailbox("alice").commit()).isEqualTo(new Stored());

    var entry = entries().getFirst();
    assertThat(entry.size()).isEqualTo(Messages.TRACE.length + (long) size);
    assertThat(bytes(entry.id())).isEqualTo(withTrace(body));
    reopen();
    assertThat(bytes(entry.id())).isEqualTo(withTrace(body));
  }

  @Test
  void takesABodyInPiecesOfAnySize() throws IOException {
    var body = random(300_000);
    var writer = store.newBody();
    var random = new Random(1);
    for (int at = 0; at < body.length; ) {
      var length = Math.min(body.length - at, random.nextInt(90_000));
      writer.write(body, at, length);
      at += length;
      assertThat(writer.size()).isEqualTo(at);
    }

    store.commit(Messages.in(store).mailbox("alice").with(writer));

    assertThat(bytes(entries().getFirst().id())).isEqualTo(withTrace(body));
  }

  @Test
  void takesNoMoreOfABodyThatWasClosed() throws IOException {
    var writer = store.newBody();
    writer.write(new byte[10], 0, 10);
    writer.close();
    writer.close();

    assertThatThrownBy(() -> writer.write(new byte[1], 0, 1)).isInstanceOf(IOException.class);
  }

  @Test
  void remembersEverythingAfterARestart() throws IOException {
    Messages.in(store).subject("one").mailbox("alice").mailbox("bob").commit();
    store.markRead(entries().getFirst().id(), true);
    var before = entries();

    reopen();

    assertThat(entries()).isEqualTo(before);
    assertThat(store.usage("alice")).isEqualTo(new MailboxUsage(before.getFirst().size(), 1));
    assertThat(store.status().messages()).isEqualTo(1);
  }

  @Test
  void showsAMessageForManyRecipientsOnceInEachMailbox() throws IOException {
    var body = random(70_000);
    Messages.in(store).body(body).mailbox("alice").mailbox("bob").captured("alice").commit();

    assertThat(entries())
        .extracting(Entry::mailboxId, Entry::captured)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("alice", false),
            org.assertj.core.groups.Tuple.tuple("bob", false),
            org.assertj.core.groups.Tuple.tuple("alice", true));
    assertThat(entries()).extracting(Entry::messageId).containsOnly(entries().get(0).messageId());
    assertThat(store.status().messages()).isEqualTo(1);
    for (var entry : entries()) {
      assertThat(bytes(entry.id())).isEqualTo(withTrace(body));
    }
  }

  @Test
  void keepsAMessageUntilItsLastEntryIsDeleted() throws IOException {
    var body = random(70_000);
    Messages.in(store).body(body).mailbox("alice").mailbox("bob").commit();

    assertThat(store.delete(Optional.of("alice"), Optional.empty())).isEqualTo(1);
    assertThat(bytes(entries().getFirst().id())).isEqualTo(withTrace(body));
    assertThat(store.status().messages()).isEqualTo(1);

    assertThat(store.delete(Optional.empty(), Optional.of(entries().getFirst().id()))).isEqualTo(1);
    assertThat(entries()).isEmpty();
    assertThat(store.status().messages()).isZero();
  }

  @Test
  void refusesTheWholeMessageWhenAMailboxIsFull() {
    var one = new Quota(Long.MAX_VALUE, 1);
    Messages.in(store).mailbox("alice", one).commit();
    Messages.in(store).mailbox("carol", one).commit();

    var result =
        Messages.in(store).mailbox("alice", one).mailbox("bob", one).mailbox("carol", one).commit();

    assertThat(result)
        .isEqualTo(
            new MailboxFull(
                List.of(Mailbox.of("alice@example.com"), Mailbox.of("carol@example.com"))));
    assertThat(store.list(Queries.mailbox("bob")).entries()).isEmpty();
    assertThat(store.usage("bob")).isEqualTo(new MailboxUsage(0, 0));
    assertThat(store.status().messages()).isEqualTo(2);
  }

  @Test
  void fillsAQuotaToItsLastOctetAndNoFurther() {
    var size = Messages.TRACE.length + 100;
    var quota = new Quota(2L * size, 100);
    var body = new byte[100];

    assertThat(store.hasRoom("alice", quota, 2L * size)).isTrue();
    assertThat(store.hasRoom("alice", quota, 2L * size + 1)).isFalse();
    Messages.in(store).body(body).mailbox("alice", quota).commit();
    assertThat(store.hasRoom("alice", quota, size)).isTrue();
    assertThat(Messages.in(store).body(body).mailbox("alice", quota).commit())
        .isEqualTo(new Stored());
    assertThat(store.hasRoom("alice", quota, 1)).isFalse();
    assertThat(Messages.in(store).body(new byte[0]).mailbox("alice", quota).commit())
        .isInstanceOf(MailboxFull.class);

    store.delete(Optional.of("alice"), Optional.of(entries().getFirst().id()));
    assertThat(Messages.in(store).body(body).mailbox("alice", quota).commit())
        .isEqualTo(new Stored());
  }

  @Test
  void countsAMailboxThatIsNamedTwiceTwice() {
    var result =
        Messages.in(store)
            .mailbox("alice", new Quota(Long.MAX_VALUE, 1))
            .target(
                "alice", new Quota(Long.MAX_VALUE, 1), true, MailStore.Recipient.of("x@y.example"))
            .commit();

    assertThat(result).isInstanceOf(MailboxFull.class);
    assertThat(entries()).isEmpty();
  }

  @Test
  void holdsAQuotaExactlyWhenFiftyThreadsFillIt() throws Exception {
    var quota = new Quota(Long.MAX_VALUE, 137);
    Callable<Integer> fill =
        () -> {
          int stored = 0;
          for (int i = 0; i < 10; i++) {
            var result = Messages.in(store).mailbox("alice", quota).commit();
            stored += result instanceof Stored ? 1 : 0;
          }
          return stored;
        };

    var stored = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(java.util.Collections.nCopies(50, fill))) {
        stored += each.get();
      }
    }

    assertThat(stored).isEqualTo(137);
    assertThat(store.usage("alice").messages()).isEqualTo(137);
    assertThat(store.list(Queries.all()).total()).isEqualTo(137);
    reopen();
    assertThat(store.usage("alice").messages()).isEqualTo(137);
  }

  @Test
  void listsNewestFirstInPagesThatMeet() {
    for (int i = 0; i < 7; i++) {
      Messages.in(store).subject("message " + i).mailbox("alice").commit();
    }

    var first = store.list(Queries.page(3, Optional.empty()));
    var second = store.list(Queries.page(3, first.next()));
    var third = store.list(Queries.page(3, second.next()));

    assertThat(first.total()).isEqualTo(7);
    assertThat(third.total()).isEqualTo(7);
    assertThat(subjects(first)).containsExactly("message 6", "message 5", "message 4");
    assertThat(subjects(second)).containsExactly("message 3", "message 2", "message 1");
    assertThat(subjects(third)).containsExactly("message 0");
    assertThat(third.next()).isEmpty();
  }

  private static List<String> subjects(EntryPage page) {
    return page.entries().stream().map(entry -> entry.summary().subject()).toList();
  }

  @Test
  void hasNoNextPageAfterOneThatIsJustFull() {
    Messages.in(store).mailbox("alice").commit();

    assertThat(store.list(Queries.page(1, Optional.empty())).next()).isEmpty();
  }

  @Test
  void findsTextWhateverItsCase() {
    Messages.in(store)
        .subject("Ihre BESTÄTIGUNG")
        .from("ÉLODIE <elodie@example.com>")
        .to("Bob@Example.com")
        .mailbox("alice")
        .commit();
    Messages.in(store)
        .subject("other")
        .from("x@example.org")
        .to("y@z.example")
        .mailbox("b")
        .commit();

    assertThat(store.list(Queries.subject("bestätigung")).total()).isEqualTo(1);
    assertThat(store.list(Queries.from("élodie")).total()).isEqualTo(1);
    assertThat(store.list(Queries.to("BOB@example")).total()).isEqualTo(1);
    assertThat(store.list(Queries.subject("nothing")).total()).isZero();
  }

  @Test
  void findsTheAddressesOfTheEnvelopeToo() {
    Messages.in(store).from("").reversePath("Bounce@a.example").to().mailbox("alice").commit();

    assertThat(store.list(Queries.from("bounce@a")).total()).isEqualTo(1);
    assertThat(store.list(Queries.to("alice@ex")).total()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100%", "a_b", "\\", "'", "\"; DROP TABLE", "*", "?"})
  void findsSpecialCharactersAsThemselves(String text) {
    Messages.in(store).subject("with " + text + " in it").mailbox("alice").commit();
    Messages.in(store).subject("100 aXb without").mailbox("alice").commit();

    assertThat(store.list(Queries.subject(text)).total()).isEqualTo(1);
  }

  @Test
  void searchesForTextOfAnyLength() {
    Messages.in(store).mailbox("alice").commit();

    assertThat(store.list(Queries.subject("x".repeat(100_000))).total()).isZero();
  }

  @Test
  void filtersByMailboxTimeReadMarkAndCapture() {
    var noon = Instant.parse("2026-11-23T12:00:00Z");
    Messages.in(store).receivedAt(noon.minusMillis(1)).mailbox("alice").commit();
    Messages.in(store).receivedAt(noon).captured("bob").commit();
    store.markRead(store.list(Queries.mailbox("bob")).entries().getFirst().id(), true);

    assertThat(mailboxes(Queries.mailbox("alice"))).containsExactly("alice");
    assertThat(mailboxes(Queries.mailbox("nobody"))).isEmpty();
    assertThat(mailboxes(Queries.since(noon))).containsExactly("bob");
    assertThat(mailboxes(Queries.unread())).containsExactly("alice");
    assertThat(mailboxes(Queries.captured(true))).containsExactly("bob");
    assertThat(mailboxes(Queries.captured(false))).containsExactly("alice");
  }

  private List<String> mailboxes(EntryQuery query) {
    var page = store.list(query);
    assertThat(page.total()).isEqualTo(page.entries().size());
    return page.entries().stream().map(Entry::mailboxId).toList();
  }

  @Test
  void setsAndClearsTheReadMark() {
    Messages.in(store).mailbox("alice").commit();
    var id = entries().getFirst().id();

    assertThat(store.markRead(id, true)).isTrue();
    assertThat(store.find(id).orElseThrow().read()).isTrue();
    assertThat(store.markRead(id, false)).isTrue();
    assertThat(store.find(id).orElseThrow().read()).isFalse();
    assertThat(store.markRead(new EntryId(4711), true)).isFalse();
  }

  @Test
  void deletesOnlyFromTheMailboxThatWasNamed() {
    Messages.in(store).mailbox("alice").mailbox("bob").commit();
    var ofBob = store.list(Queries.mailbox("bob")).entries().getFirst().id();

    assertThat(store.delete(Optional.of("alice"), Optional.of(ofBob))).isZero();
    assertThat(store.delete(Optional.of("nobody"), Optional.empty())).isZero();
    assertThat(store.delete(Optional.of("bob"), Optional.of(ofBob))).isEqualTo(1);
    assertThat(store.find(ofBob)).isEmpty();
    assertThat(mailboxes(Queries.all())).containsExactly("alice");
    assertThat(store.usage("bob")).isEqualTo(new MailboxUsage(0, 0));
  }

  @Test
  void deletesMoreThanFitsIntoOneTransaction() {
    for (int i = 0; i < 30; i++) {
      var message = Messages.in(store).body(new byte[10]);
      for (int mailbox = 0; mailbox < 50; mailbox++) {
        message.mailbox("m" + mailbox);
      }
      message.commit();
    }

    assertThat(store.delete(Optional.empty(), Optional.empty())).isEqualTo(1500);
    assertThat(store.list(Queries.all()).total()).isZero();
    assertThat(store.status().messages()).isZero();
    assertThat(store.usage("m7")).isEqualTo(new MailboxUsage(0, 0));
  }

  @Test
  void removesAMailboxWithAllInItAndTakesItUpAgain() throws IOException {
    Messages.in(store).mailbox("alice").mailbox("bob").commit();

    store.deleteMailbox("alice");
    store.deleteMailbox("nobody");

    assertThat(mailboxes(Queries.all())).containsExactly("bob");
    assertThat(store.usage("alice")).isEqualTo(new MailboxUsage(0, 0));
    Messages.in(store).mailbox("alice").commit();
    reopen();
    assertThat(store.usage("alice").messages()).isEqualTo(1);
  }

  @Test
  void neverGivesAnEntryIdTwice() throws IOException {
    Messages.in(store).mailbox("alice").commit();
    var first = entries().getFirst().id();
    store.delete(Optional.empty(), Optional.empty());
    reopen();
    Messages.in(store).mailbox("alice").commit();

    assertThat(entries().getFirst().id().value()).isGreaterThan(first.value());
    assertThat(store.open(first)).isEmpty();
  }

  @Test
  void goesOnReadingAMessageThatIsDeletedMeanwhile() throws IOException {
    var body = random(1 << 20);
    Messages.in(store).body(body).mailbox("alice").commit();

    try (var in = store.open(entries().getFirst().id()).orElseThrow()) {
      var start = in.readNBytes(10);
      store.delete(Optional.empty(), Optional.empty());
      var rest = in.readAllBytes();

      var all = Arrays.copyOf(start, start.length + rest.length);
      System.arraycopy(rest, 0, all, start.length, rest.length);
      assertThat(all).isEqualTo(withTrace(body));
    }
  }

  @Test
  void refusesWorkOnceItIsClosed() {
    var message = Messages.in(store).mailbox("alice").make();
    store.close();

    assertThat(store.commit(message)).isInstanceOf(Failed.class);
    assertThat(store.status().accepting()).isFalse();
  }

  @Test
  void finishesWhatWasQueuedWhenItIsClosed() throws Exception {
    int stored = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> commits =
          () -> {
            int mine = 0;
            while (Messages.in(store).subject("x").mailbox("alice").commit() instanceof Stored) {
              mine++;
            }
            return mine;
          };
      var running =
          java.util.stream.Stream.generate(() -> threads.submit(commits)).limit(8).toList();
      while (store.usage("alice").messages() < 100) {
        Thread.onSpinWait();
      }
      store.close();
      for (var each : running) {
        stored += each.get();
      }
    }
    reopen();
    assertThat(store.list(Queries.all()).total()).isEqualTo(stored);
  }

  @Test
  void survivesBytesThatAreNoText() throws IOException {
    var message =
        Messages.in(store).subject("nul \0 in it, and a lone \uD800 half").mailbox("alice");

    assertThat(message.body("8-bit \u00e9".getBytes(UTF_8)).commit()).isEqualTo(new Stored());
    assertThat(entries()).hasSize(1);
  }
}
