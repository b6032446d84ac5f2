package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.SendReports.Counts;
import io.mailhelm.smtp.store.SendReports.Kind;
import io.mailhelm.smtp.store.SendReports.Pending;
import io.mailhelm.smtp.store.SendReports.Said;
import io.mailhelm.smtp.store.SendReports.Taken;
import io.mailhelm.smtp.store.Suppression.Reason;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How every store keeps what others report, and adds up what becomes of mail. */
public abstract class ReportContract extends QueueFixture {
  private static final Instant HOUR = NOW.truncatedTo(ChronoUnit.HOURS);

  private List<Counts> counts(String policy) {
    return store.reports().counts(Optional.of(policy), HOUR);
  }

  @Test
  void countsWhatIsReportedOfADeliveryOnceAKind() {
    message().mailbox("alice").reportOn("M1").commit();
    message().mailbox("alice").reportOn("M2").commit();
    var delivery = delivered();
    for (int i = 0; i < 2; i++) {
      takeIn(
          store.reports().next().orElseThrow(),
          List.of(said(delivery, Kind.BOUNCE), said(delivery, Kind.COMPLAINT)),
          List.of());
    }

    assertThat(counts("bulk"))
        .containsExactly(new Counts("one.test", Optional.of("bulk"), HOUR, 1, 1, 1));
  }

  @Test
  void countsNothingOfADeliveryThatIsForgotten() {
    message().mailbox("alice").reportOn("M1").commit();
    var delivery = delivered();
    queue().purge(NOW.plusSeconds(60));

    takeIn(store.reports().next().orElseThrow(), List.of(said(delivery, Kind.BOUNCE)), List.of());

    assertThat(counts("bulk"))
        .containsExactly(new Counts("one.test", Optional.of("bulk"), HOUR, 1, 0, 0));
  }

  private void takeIn(Pending report, List<Said> said, List<Suppression> suppressions) {
    store.reports().takeIn(List.of(new Taken(report, Optional.empty(), said, suppressions)));
  }

  @Test
  void keepsFewReportsOnOneDeliveryUnreadAndHowManyWereRead() throws IOException {
    var delivery = delivered();
    for (int i = 0; i < SendReports.MAX_UNREAD_ON_ONE + 2; i++) {
      message().mailbox("alice").reportOn("M1").commit();
    }
    message().mailbox("alice").reportOn("M2").commit();
    var unread = unread();
    assertThat(unread)
        .extracting(Pending::about)
        .hasSize(SendReports.MAX_UNREAD_ON_ONE + 1)
        .endsWith("M1", "M2");
    assertThat(entries()).hasSize(SendReports.MAX_UNREAD_ON_ONE + 3);

    store
        .reports()
        .takeIn(
            unread.stream()
                .map(it -> new Taken(it, Optional.of(delivery), List.of(), List.of()))
                .toList());
    reopen();

    assertThat(unread()).isEmpty();
    assertThat(store.reports().read(delivery)).isEqualTo(SendReports.MAX_UNREAD_ON_ONE + 1);
    assertThat(store.reports().read(new DeliveryId(9_999))).isZero();
    message().mailbox("alice").reportOn("M1").commit();
    assertThat(unread()).hasSize(1);
  }

  private List<Pending> unread() {
    return Stream.iterate(
            store.reports().next(),
            Optional::isPresent,
            it -> store.reports().next(it.map(Pending::entry)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Said said(DeliveryId delivery, Kind kind) {
    return new Said(delivery, "one.test", Optional.of("bulk"), kind, NOW);
  }

  private DeliveryId delivered() {
    message().leaving("one.test", "bulk").delivery("a@r.example").commit();
    var leased = lease("r.example");
    settle(leased, State.DELIVERED, NOW);
    return leased.any().id();
  }

  @Test
  void showsAReportUntilItIsTakenIn() throws IOException {
    message().mailbox("alice").mailbox("bob").reportOn("M1").commit();
    message().mailbox("alice").reportOn("M2").commit();
    reopen();
    var first = store.reports().next().orElseThrow();
    assertThat(first.about()).isEqualTo("M1");
    var second = store.reports().next(Optional.of(first.entry())).orElseThrow();
    assertThat(second.about()).isEqualTo("M2");
    assertThat(store.reports().next(Optional.of(second.entry()))).isEmpty();
    assertThat(store.find(first.entry()).orElseThrow().mailboxId()).isEqualTo("alice");
    var gone =
        new Suppression("one.test", Mailbox.of("a@b.example"), Reason.HARD_BOUNCE, "550", NOW);
    var said = said(delivered(), Kind.BOUNCE);
    var other = said(delivered(), Kind.BOUNCE);
    var complaint = said(said.delivery(), Kind.COMPLAINT);

    takeIn(first, List.of(said, complaint), List.of(gone));
    takeIn(first, List.of(other), List.of());

    assertThat(store.reports().next().map(Pending::about)).contains("M2");
    assertThat(counts("bulk"))
        .containsExactly(new Counts("one.test", Optional.of("bulk"), HOUR, 2, 1, 1));
    assertThat(store.suppressions().find("one.test", gone.address())).contains(gone);
  }

  @Test
  void forgetsAReportThatWasDeleted() {
    message().mailbox("alice").reportOn("M1").commit();

    store.delete(Optional.empty(), Optional.of(entries().getFirst().id()));

    assertThat(store.reports().next()).isEmpty();
  }

  @Test
  void addsUpWhatAttemptsCameToByPolicyAndHour() {
    end(State.DELIVERED, "bulk");
    end(State.DELIVERED, "bulk");
    end(State.FAILED, "bulk");
    end(State.EXPIRED, "bulk");
    end(State.DELIVERED, "other");
    message().leaving("one.test", "bulk").delivery("a@b.example").commit();
    settle(lease("b.example"), State.QUEUED, NOW);

    assertThat(counts("bulk"))
        .containsExactly(new Counts("one.test", Optional.of("bulk"), HOUR, 2, 2, 0));
    assertThat(store.reports().counts(Optional.empty(), HOUR)).hasSize(2);
    assertThat(store.reports().counts(Optional.empty(), HOUR.plusSeconds(3_600))).isEmpty();
  }

  private void end(State state, String policy) {
    message().leaving("one.test", policy).delivery("a@" + state + ".example", "d", "d").commit();
    settle(lease("d"), state, NOW);
  }
}
