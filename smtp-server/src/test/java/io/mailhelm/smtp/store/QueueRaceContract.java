package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.Delivery.State;
import io.mailhelm.smtp.store.MailQueue.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What every queue keeps to while many do different things to the same deliveries. */
public abstract class QueueRaceContract extends QueueFixture {
  private static final int DELIVERIES = 600;
  private static final List<String> LANES = List.of("one", "two", "three");

  private final Set<DeliveryId> inHand = ConcurrentHashMap.newKeySet();
  private final Set<DeliveryId> delivered = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean stirring = new AtomicBoolean(true);

  @Test
  void deliversEachOnceWhileOthersHoldHurryAndMoveIt() throws Exception {
    for (int i = 0; i < DELIVERIES / 3; i++) {
      var message = message();
      for (var lane : LANES) {
        message.delivery("r@x.example", "x.example", lane);
      }
      message.commit();
    }
    var ids = queue().list(all()).deliveries().stream().map(Delivery::id).toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var senders = new ArrayList<Future<?>>();
      for (int i = 0; i < 10; i++) {
        var seed = i;
        senders.add(threads.submit(() -> send(new Random(seed))));
      }
      var stirrers = new ArrayList<Future<?>>();
      for (int i = 0; i < 3; i++) {
        var seed = i;
        Callable<Boolean> stir = () -> stir(ids, new Random(seed));
        stirrers.add(threads.submit(stir));
      }
      for (var each : stirrers) {
        each.get();
      }
      queue().apply(Action.RELEASE, ids, NOW);
      stirring.set(false);
      for (var each : senders) {
        each.get();
      }
    }

    assertThat(delivered).hasSize(DELIVERIES);
    assertThat(queue().status())
        .isEqualTo(new MailQueue.QueueStatus(0, Map.of(), 0, Optional.empty()));
    assertThat(store.status().messages()).isZero();
  }

  private boolean stir(List<DeliveryId> ids, Random random) {
    for (int i = 0; i < 60; i++) {
      var some = ids.stream().filter(_ -> random.nextInt(20) == 0).toList();
      queue().apply(Action.HOLD, some, NOW);
      queue().move("x.example", any(random), any(random));
      queue().apply(Action.RETRY, some, NOW);
      queue().apply(Action.RELEASE, some, NOW);
    }
    return true;
  }

  private static String any(Random random) {
    return LANES.get(random.nextInt(LANES.size()));
  }

  private void send(Random random) {
    while (stirring.get() || !lanes(queue(), NOW, 1).isEmpty()) {
      for (var lane : lanes(queue(), NOW, 3)) {
        queue().lease(lane, NOW, 2).ifPresent(leased -> attempt(leased, random));
      }
    }
  }

  private void attempt(LeasedDeliveries leased, Random random) {
    var ids = leased.deliveries().stream().map(Delivery::id).toList();
    ids.forEach(id -> assertThat(inHand.add(id)).as("%s is in one hand only", id).isTrue());
    ids.forEach(id -> assertThat(delivered).doesNotContain(id));
    var deliver = random.nextInt(8) == 0;
    if (deliver) {
      delivered.addAll(ids);
    }
    inHand.removeAll(ids);
    if (deliver) {
      settle(leased, State.DELIVERED, NOW);
    } else if (random.nextBoolean()) {
      settle(leased, State.QUEUED, NOW);
    } else {
      queue().giveBack(ids);
    }
  }
}
