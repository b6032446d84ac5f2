package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Route;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.smtp.fake.ScriptedCouriers;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.MailStore.Recipient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whatever is done to the queue while it works, nothing is in two hands and nothing is lost. */
class InterleavingsTest {
  private static final int STEPS = 150;
  private final Map<String, AtomicInteger> attempting = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> delivered = new ConcurrentHashMap<>();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void attemptsNothingTwiceAtOnceAndDeliversEverythingOnce() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (var room = new PostRoom()) {
      room.couriers.sayToAll(this::attempt);
      room.started();
      int queued = 0;
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(6)) {
          case 0, 1, 2 -> room.send(addresses(random, queued += 3));
          case 3 -> room.advance(Duration.ofMinutes(random.nextInt(30)));
          case 4 -> apply(room, random);
          default -> reroute(room, random);
        }
      }
      // what was on its way to a relay that no route names any more has a way again
      room.offer(
          PostRoom.config()
              .policy(
                  PostRoom.policy(
                      PostRoom.rules(3, Optional.empty()),
                      new Route(List.of("*"), Optional.empty()))));
      release(room);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                room.advance(Duration.ofMinutes(20));
                var status = room.store.queue().status();
                return status.queued() + status.held() == 0;
              });
      assertThat(most).as("seed %d", seed).hasValue(1);
      assertThat(delivered.values()).allMatch(times -> times.get() == 1).hasSize(queued);
      assertThat(room.store.queue().status().sending()).isZero();
      assertThat(room.failures()).isEmpty();
    }
  }

  private Attempt attempt(Recipient recipient) {
    var mine = attempting.computeIfAbsent(recipient.address(), any -> new AtomicInteger());
    most.accumulateAndGet(mine.incrementAndGet(), Math::max);
    Thread.yield();
    try {
      if (ThreadLocalRandom.current().nextInt(4) == 0) {
        return ThreadLocalRandom.current().nextBoolean()
            ? ScriptedCouriers.nobodyThere()
            : ScriptedCouriers.answer(Outcome.DEFERRED, 450, "4.2.1", "Later");
      }
      delivered.computeIfAbsent(recipient.address(), any -> new AtomicInteger()).incrementAndGet();
      return ScriptedCouriers.answer(Outcome.DELIVERED, 250, "2.0.0", "Ok");
    } finally {
      mine.decrementAndGet();
    }
  }

  private static String[] addresses(Random random, int number) {
    return new String[] {
      number + "@d" + random.nextInt(5) + ".example",
      number + 1 + "@d" + random.nextInt(5) + ".example",
      number + 2 + "@d" + random.nextInt(5) + ".example"
    };
  }

  private static void apply(PostRoom room, Random random) {
    var all = room.store.queue().all().stream().map(Delivery::id).toList();
    if (!all.isEmpty()) {
      int from = random.nextInt(all.size());
      var some = all.subList(from, Math.min(all.size(), from + 1 + random.nextInt(20)));
      var action = List.of(Action.HOLD, Action.RELEASE, Action.RETRY).get(random.nextInt(3));
      room.store.queue().apply(action, some, room.clock.instant());
      room.outbox.wake();
    }
  }

  private static void release(PostRoom room) {
    var held =
        room.store.queue().all().stream()
            .filter(it -> it.state() == Delivery.State.HELD)
            .map(Delivery::id)
            .toList();
    room.store.queue().apply(Action.RELEASE, held, room.clock.instant());
  }

  private static void reroute(PostRoom room, Random random) {
    var relay = new Route.Relay("relay.example", 587, TlsLevel.Required, Optional.empty());
    var route = new Route(List.of("d" + random.nextInt(5) + ".example"), Optional.of(relay));
    room.offer(
        PostRoom.config().policy(PostRoom.policy(PostRoom.rules(3, Optional.empty()), route)));
  }
}
