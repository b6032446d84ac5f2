package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How every store lists and finds entries. */
public abstract class ListingContract extends StoreContract {
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
  void findsAMessageByItsWholeId() {
    Messages.in(store).mailbox("alice").commit();
    Messages.in(store).mailbox("bob").commit();
    var wanted = store.list(Queries.mailbox("bob")).entries().getFirst();

    assertThat(store.list(Queries.message(wanted.messageId())).entries())
        .singleElement()
        .isEqualTo(wanted);
    assertThat(store.list(Queries.message(wanted.messageId().substring(1))).total()).isZero();
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
}
