package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Action;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

/** Whatever is done to a queue, it does what the plainest queue would. */
public abstract class QueueModelContract extends StoreContract {
  private static final int STEPS = 250;
  private static final List<String> LANES = List.of("one", "two", "three");
  private static final List<String> DESTINATIONS = List.of("a.example", "b.example");

  private static final List<String> LOGINS = List.of("u@example.com", "v@example.com");

  private final ModelQueue model = new ModelQueue();
  private final List<LeasedDeliveries> inHand = new ArrayList<>();
  private Instant now = Instant.ofEpochMilli(1_764_000_000_000L);

  @RepeatedTest(8)
  void doesWhatThePlainestQueueWouldDo() throws IOException {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    for (int step = 0; step < STEPS; step++) {
      var what = step(random);
      assertThat(QueueFixture.lanes(store.queue(), now, 99))
          .as("due with seed %d at step %d after %s", seed, step, what)
          .containsExactlyElementsOf(model.due(now));
      assertThat(store.queue().nextDue())
          .as("next due with seed %d at step %d after %s", seed, step, what)
          .isEqualTo(model.nextDue());
      var status = store.queue().status();
      assertThat(List.of(status.queued(), status.held(), status.sending()))
          .as("counts with seed %d at step %d after %s", seed, step, what)
          .containsExactly(model.count(State.QUEUED), model.count(State.HELD), model.leased());
    }
    for (var item : model.items.values()) {
      var found = store.queue().find(item.id).orElseThrow();
      assertThat(List.of(found.state(), found.lane(), found.sending()))
          .as("%s with seed %d", item, seed)
          .containsExactly(item.state, item.lane, item.leased);
      if (!item.state.isFinal()) {
        assertThat(found.due()).as("%s with seed %d", item, seed).isEqualTo(item.due);
      }
    }
  }

  private String step(Random random) throws IOException {
    now = now.plusMillis(random.nextInt(3));
    return switch (random.nextInt(14)) {
      case 0, 1, 2 -> commit(random);
      case 3, 4, 5 -> lease(random);
      case 6, 7 -> settle(random);
      case 8 -> giveBack(random);
      case 9 -> move(random);
      case 10 -> random.nextInt(20) == 0 ? restart() : apply(random);
      case 11 -> hold(random);
      case 12 -> unhold(random);
      default -> apply(random);
    };
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }

  private String commit(Random random) {
    var message = Messages.in(store).receivedAt(now).dueAt(now.plusMillis(random.nextInt(6) - 2));
    if (random.nextInt(3) > 0) {
      message.user(any(LOGINS, random));
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      message.delivery("r" + i + "@x.example", any(DESTINATIONS, random), any(LANES, random));
    }
    var made = message.make();
    store.commit(made);
    model.add(store.queue().ofMessage(made.id()));
    return "commit";
  }

  private String lease(Random random) {
    var lane = any(LANES, random);
    var recipients = 1 + random.nextInt(3);
    var expected = model.lease(lane, now, recipients);
    var leased = store.queue().lease(lane, now, recipients);
    assertThat(
            leased.stream().flatMap(each -> each.deliveries().stream()).map(Delivery::id).toList())
        .as("leased in %s at %s of %s", lane, now, model.items.values())
        .isEqualTo(expected);
    leased.ifPresent(inHand::add);
    return "lease";
  }

  private List<Delivery> takeInHand(Random random) {
    return inHand.isEmpty() ? List.of() : inHand.remove(random.nextInt(inHand.size())).deliveries();
  }

  private String settle(Random random) {
    var deliveries = takeInHand(random);
    var state = any(List.of(State.QUEUED, State.QUEUED, State.DELIVERED, State.FAILED), random);
    var due = now.plusMillis(random.nextInt(5));
    store
        .queue()
        .settle(
            deliveries.stream().map(e -> QueueFixture.settlement(e, state, due)).toList(),
            List.of(),
            List.of());
    model.settle(deliveries.stream().map(Delivery::id).toList(), state, due);
    return "settle " + state;
  }

  private String giveBack(Random random) {
    var ids = takeInHand(random).stream().map(Delivery::id).toList();
    store.queue().giveBack(ids);
    model.giveBack(ids);
    return "give back";
  }

  private String move(Random random) {
    var destination = any(DESTINATIONS, random);
    var from = any(LANES, random);
    var to = any(LANES, random);
    store.queue().move(destination, from, to);
    model.move(destination, from, to);
    return "move from " + from + " to " + to;
  }

  private String apply(Random random) {
    var action = any(List.of(Action.values()), random);
    var ids = some(random);
    assertThat(store.queue().apply(action, ids, now)).isEqualTo(model.apply(action, ids, now));
    return "apply " + action;
  }

  private List<DeliveryId> some(Random random) {
    return model.items.values().stream()
        .map(i -> i.id)
        .filter(_ -> random.nextInt(4) == 0)
        .toList();
  }

  private String hold(Random random) {
    var ids = some(random);
    assertThat(store.queue().hold(HoldReason.CAPTURE, ids, now)).isEqualTo(model.hold(ids));
    return "hold";
  }

  private String unhold(Random random) {
    var ids = some(random);
    assertThat(store.queue().unhold(ids, now)).isEqualTo(model.unhold(ids, now));
    return "unhold";
  }

  private String restart() throws IOException {
    reopen();
    model.restart();
    inHand.clear();
    return "restart";
  }
}
