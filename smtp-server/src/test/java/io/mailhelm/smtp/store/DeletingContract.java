package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How every store deletes. */
public abstract class DeletingContract extends StoreContract {
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
}
