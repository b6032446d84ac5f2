package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.Delivery.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every queue tells of its deliveries, and how long it remembers. */
public abstract class QueueHistoryContract extends QueueFixture {
  private List<String> found(DeliveryQuery query) {
    var page = queue().list(query);
    assertThat(page.total()).isEqualTo(page.deliveries().size());
    return page.deliveries().stream().map(each -> each.recipient().address()).toList();
  }

  private static DeliveryQuery query(
      Set<State> states, String domain, String destination, String user, String recipient) {
    return new DeliveryQuery(
        1_000,
        Optional.empty(),
        states,
        given(domain),
        given(destination),
        given(user),
        Optional.empty(),
        Optional.empty(),
        given(recipient),
        Optional.empty());
  }

  private static Optional<String> given(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  @Test
  void findsDeliveriesByWhatTheyAre() {
    message().leaving("one.test", "p").user("u@one.test").delivery("Älice@b.example").commit();
    var other = message().leaving("two.test", "p").delivery("Bob_%@c.example").make();
    store.commit(other);
    settle(lease("c.example"), State.FAILED, NOW);

    assertThat(found(all())).containsExactly("Bob_%@c.example", "Älice@b.example");
    assertThat(found(query(Set.of(State.QUEUED, State.HELD), "", "", "", "")))
        .containsExactly("Älice@b.example");
    assertThat(found(query(Set.of(State.FAILED, State.QUEUED), "", "", "", ""))).hasSize(2);
    assertThat(found(query(Set.of(), "two.test", "", "", ""))).containsExactly("Bob_%@c.example");
    assertThat(found(query(Set.of(), "", "b.example", "", ""))).containsExactly("Älice@b.example");
    assertThat(found(query(Set.of(), "", "", "u@one.test", ""))).containsExactly("Älice@b.example");
    assertThat(found(query(Set.of(), "", "", "", "äLICE@"))).containsExactly("Älice@b.example");
    assertThat(found(query(Set.of(), "", "", "", "b_%"))).containsExactly("Bob_%@c.example");
    assertThat(found(ofMessageQueuedBefore(other.id(), NOW.plusMillis(1).toEpochMilli())))
        .containsExactly("Bob_%@c.example");
    assertThat(found(ofMessageQueuedBefore(other.id(), NOW.toEpochMilli()))).isEmpty();
  }

  private static DeliveryQuery ofMessageQueuedBefore(String messageId, long millis) {
    return new DeliveryQuery(
        9,
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(messageId),
        Optional.empty(),
        Optional.of(Instant.ofEpochMilli(millis)));
  }

  @Test
  void listsNewestFirstInPagesThatMeet() {
    for (int i = 0; i < 5; i++) {
      message().delivery("r" + i + "@b.example").commit();
    }

    var first = queue().list(page(3, Optional.empty()));
    var second = queue().list(page(3, first.next()));

    assertThat(first.total()).isEqualTo(5);
    assertThat(second.total()).isEqualTo(5);
    assertThat(first.deliveries())
        .extracting(each -> each.recipient().address())
        .containsExactly("r4@b.example", "r3@b.example", "r2@b.example");
    assertThat(second.deliveries())
        .extracting(each -> each.recipient().address())
        .containsExactly("r1@b.example", "r0@b.example");
    assertThat(second.next()).isEmpty();
  }

  private static DeliveryQuery page(int limit, Optional<DeliveryId> after) {
    return new DeliveryQuery(
        limit,
        after,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void keepsTheLastHundredAttemptsOfADelivery() {
    message().delivery("a@b.example").commit();
    for (int i = 0; i < 103; i++) {
      settle(queue().lease("b.example", NOW, 1).orElseThrow(), State.QUEUED, NOW);
    }

    var delivery = queue().list(all()).deliveries().getFirst();
    assertThat(delivery.attempts()).isEqualTo(103);
    assertThat(queue().attempts(delivery.id())).hasSize(MailQueue.MAX_ATTEMPTS_KEPT);
  }

  @Test
  void tellsHowOldTheOldestIs() {
    message().receivedAt(NOW.minusSeconds(60)).delivery("a@b.example").commit();
    message().delivery("a@c.example").commit();
    assertThat(queue().status().oldest()).contains(NOW.minusSeconds(60));

    settle(lease("b.example"), State.DELIVERED, NOW);

    assertThat(queue().status().oldest()).contains(NOW);
  }

  @Test
  void forgetsWhatEndedLongAgoAndNothingElse() {
    var message = message().mailbox("alice").delivery("a@b.example").delivery("a@c.example").make();
    store.commit(message);
    message().delivery("a@d.example").commit();
    settle(lease("b.example"), State.FAILED, NOW);

    queue().purge(NOW.plusMillis(250));
    assertThat(found(all())).hasSize(3);
    queue().purge(NOW.plusMillis(251));
    assertThat(found(all())).containsExactly("a@d.example", "a@c.example");
    settle(lease("c.example"), State.FAILED, NOW);
    queue().purge(NOW.plusSeconds(1));

    assertThat(queue().ofMessage(message.id())).isEmpty();
    assertThat(found(all())).containsExactly("a@d.example");
    assertThat(entries()).hasSize(1);
  }
}
