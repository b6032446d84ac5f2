package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.bounce.ReturnPath;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.HoldReason;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.Submitter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mail of a user who is gone, whose address somebody else has. */
class PredecessorTest {
  private static final String ALICE = "alice@example.com";
  private static final String BOB = "bob@elsewhere.example";
  private static final String CAROL = "carol@elsewhere.example";
  private static final Submitter EARLIER = Submitter.of(ALICE, "the mailbox of an earlier alice");

  private final PostRoom room = new PostRoom().started();

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void doesNotLeaveInTheNamesakesNameAndTheNamesakeReadsNoReportOnIt() {
    room.sendFrom(ALICE, Optional.of(EARLIER), Recipient.of(BOB));
    await().until(() -> room.delivery(BOB).state() == State.HELD);
    assertThat(room.delivery(BOB).hold().orElseThrow().reason()).isEqualTo(HoldReason.USER_GONE);

    room.advance(Duration.ofHours(24 * 365));
    await().until(() -> room.delivery(BOB).state() == State.EXPIRED);

    assertThat(room.inbox()).isEmpty();
    assertThat(room.store.kept("postmaster@example.com")).hasSize(1);
    assertThat(room.failures()).isEmpty();
  }

  @Test
  void whatCannotExpireKeepsNothingBehindItFromExpiring() {
    int broken = 120;
    for (int i = 0; i < broken; i++) {
      room.sendFrom(ALICE, Optional.of(EARLIER), Recipient.of("gone" + i + "@elsewhere.example"));
    }
    room.awaitAll(State.HELD);
    room.clock.advance(Duration.ofHours(1));
    room.sendFrom(ALICE, Optional.of(EARLIER), Recipient.of(BOB));
    room.awaitAll(State.HELD);

    room.store.queue().failSettling(broken);
    room.advance(Duration.ofHours(24 * 365));
    await().until(() -> room.delivery(BOB).state() == State.EXPIRED);
    assertThat(room.failures()).hasSize(broken);

    room.outbox.wake();
    room.awaitAll(State.EXPIRED);
  }

  @Test
  void aReportThatComesBackIsForThePostmaster() {
    var directory = room.live.current().directory();
    var theirs = room.sendFrom(ALICE, Optional.of(EARLIER), Recipient.of(BOB));
    var own = room.send(CAROL);
    var paths = new ReturnPath(room.store.secret("return-path"));
    var domain = Mailbox.of(ALICE).domain();

    assertThat(
            room.returns
                .find(directory, paths.of(theirs, room.delivery(BOB).id(), domain))
                .orElseThrow()
                .mailbox())
        .isEqualTo(directory.postmaster(directory.domain(domain).orElseThrow()));
    assertThat(
            room.returns
                .find(directory, paths.of(own, room.delivery(CAROL).id(), domain))
                .orElseThrow()
                .mailbox()
                .mailboxId())
        .isEqualTo(ALICE);
  }
}
