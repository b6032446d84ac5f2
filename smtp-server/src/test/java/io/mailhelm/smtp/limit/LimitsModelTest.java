package io.mailhelm.smtp.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.RecipientWindows;
import io.mailhelm.config.SendLimits.OnExceed;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.store.CountedRecipients.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random worlds against a list of times: users who send, give up and are slow, a server that dies,
 * a clock that is set, a policy that changes. No window ever has more than its limit; and nobody
 * waits who need not, but for the slots' sake.
 */
class LimitsModelTest {
  private static final List<String> USERS = List.of("alice", "bob", "carol");
  private static final int STEPS = 400;

  /** A recipient that counts at a time, in milliseconds that have really passed. */
  private record Sent(Key key, long at) {}

  /** A message that has not come yet. */
  private record Open(
      SendPolicy policy, String user, LimitReservation reservation, int recipients) {}

  private final SteppedClock clock = new SteppedClock();
  private final KeptCounts kept = new KeptCounts();
  private final List<Sent> sent = new ArrayList<>();
  private final List<Open> open = new ArrayList<>();
  private RecipientLimits limits;
  private Random random;
  private SendPolicy policy;
  private boolean mayPlanAhead;

  /** Each step of the clock may cost two minutes at a restart: rows are moved in whole slots. */
  private long slack;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noWindowHasMoreThanItsLimitAndNobodyWaitsInVain(int seed) {
    random = new Random(seed);
    policy = anyPolicy();
    limits = limits();
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(20)) {
        case 0, 1, 2 -> clock.pass(Duration.ofSeconds(random.nextInt(20)));
        case 3, 4 -> clock.pass(Duration.ofSeconds(random.nextInt(1_200)));
        case 5 -> clock.pass(Duration.ofMinutes(random.nextInt(400)));
        case 6 -> kept.forget(clock.instant());
        case 7 -> restart();
        case 8 -> step();
        case 9 -> {
          if (random.nextInt(4) == 0) {
            policy = anyPolicy();
          }
        }
        case 10, 11 -> finish(true);
        case 12 -> finish(false);
        default -> begin();
      }
      forgetTheOldest();
    }
    assertThat(sent).isNotEmpty();
  }

  private RecipientLimits limits() {
    return new RecipientLimits(kept, Observer.NONE, clock, clock::nanos);
  }

  /** What waits for later is due by the clock, so a new process cannot know when it was to be. */
  private void restart() {
    if (slack == 0 || !mayPlanAhead) {
      limits = limits(); // nothing of what was open is left
      open.clear();
    }
  }

  private void step() {
    int seconds = random.nextInt(10, 90_000);
    clock.step(Duration.ofSeconds(random.nextBoolean() ? seconds : -seconds));
    limits.uses(policy, Optional.empty()); // it is noticed by whoever comes next
    slack += 120_000;
  }

  private SendPolicy anyPolicy() {
    var onExceed = random.nextBoolean() ? OnExceed.Reject : OnExceed.Defer;
    mayPlanAhead |= onExceed == OnExceed.Defer;
    return TestLimits.policy(
        "team",
        new RecipientWindows(some(8), Optional.of(10 + random.nextInt(20)), some(60)),
        new RecipientWindows(some(5), some(10), Optional.of(10 + random.nextInt(30))),
        onExceed);
  }

  private Optional<Integer> some(int about) {
    return random.nextBoolean() ? Optional.of(2 + random.nextInt(about)) : Optional.empty();
  }

  private long now() {
    return clock.nanos() / 1_000_000;
  }

  /** Somebody names recipients, and sends the message now or later. */
  private void begin() {
    var user = USERS.get(random.nextInt(USERS.size()));
    var message = limits.open();
    int taken = 0;
    for (int wanted = 1 + random.nextInt(6); wanted > 0; wanted--) {
      var why = limits.reserve(policy, Optional.of(user), message);
      if (why.isPresent()) {
        long wait = why.get().roomIn().orElseThrow().toMillis();
        assertThat(wait).isPositive();
        assertNoRoomBefore(user, wait, taken);
        break;
      }
      taken++;
    }
    if (taken == 0) {
      message.close();
      return;
    }
    open.add(new Open(policy, user, message, taken));
    if (random.nextInt(3) > 0) {
      commit(open.removeLast());
    }
  }

  private void finish(boolean well) {
    if (open.isEmpty()) {
      return;
    }
    var message = open.remove(random.nextInt(open.size()));
    if (well) {
      commit(message);
    } else {
      message.reservation().close();
    }
  }

  private void commit(Open message) {
    var user = Optional.of(message.user());
    var booking = limits.book(policy, user, message.recipients(), message.reservation());
    switch (booking) {
      case Booking.Refused _ ->
          assertThat(message.policy() != policy || mayPlanAhead)
              .as("what was reserved is there, unless something else is declared since")
              .isTrue();
      case Booking.Booked(var later, var rows) -> {
        if (random.nextInt(8) == 0) {
          message.reservation().close(); // the commit failed
          return;
        }
        kept.commit(rows, clock.instant());
        message.reservation().keep();
        for (var wait : later) {
          place(message.user(), wait.toMillis());
        }
      }
    }
  }

  private void place(String user, long wait) {
    long at = now() + wait;
    var all = Limit.of(policy, Optional.of(user));
    if (wait > 0) {
      assertThat(policy.limits().onExceed()).isEqualTo(OnExceed.Defer);
      assertThat(wait).isLessThanOrEqualTo(RecipientLimits.LONGEST_WAIT.toMillis());
      long pending = open.stream().mapToInt(Open::recipients).sum();
      assertThat(all).as("now").anyMatch(limit -> isFull(limit, now(), pending));
      assertThat(all)
          .as("two slots before")
          .anyMatch(limit -> isFull(limit, at - 2 * limit.window().begin(1), pending));
    }
    for (var limit : all) {
      long span = limit.window().millis();
      for (var end : ends(limit.key(), at, at + span)) {
        assertThat(count(limit.key(), end - span, end))
            .as("%s at %d, of %s", limit, at, end)
            .isLessThan(limit.most());
      }
    }
    all.stream().map(Limit::key).distinct().forEach(key -> sent.add(new Sent(key, at)));
  }

  /** Where the count of the windows that a recipient is in may be highest. */
  private List<Long> ends(Key key, long from, long before) {
    var ends = new ArrayList<Long>();
    ends.add(from);
    sent.stream()
        .filter(each -> each.key().equals(key) && each.at() > from && each.at() < before)
        .forEach(each -> ends.add(each.at()));
    return ends;
  }

  /** Recipients after one time and until another. */
  private long count(Key key, long after, long until) {
    return sent.stream()
        .filter(each -> each.key().equals(key) && each.at() > after && each.at() <= until)
        .count();
  }

  /** Some window is full, where all are a little longer than they are declared. */
  private void assertNoRoomBefore(String user, long wait, int own) {
    long now = now();
    long pending = own + open.stream().mapToInt(Open::recipients).sum();
    assertThat(Limit.of(policy, Optional.of(user)))
        .as("whether there was room, %d before %s had it", wait, user)
        .anyMatch(limit -> isFull(limit, now, pending));
  }

  private boolean isFull(Limit limit, long at, long pending) {
    long slot = limit.window().begin(2) + slack;
    long span = limit.window().millis() + slot;
    return ends(limit.key(), at, at + span).stream()
        .anyMatch(end -> count(limit.key(), end - span, end) + pending >= limit.most());
  }

  private void forgetTheOldest() {
    long before = now() - Duration.ofDays(2).toMillis() - slack;
    sent.removeIf(each -> each.at() < before);
    sent.sort(Comparator.comparingLong(Sent::at));
  }
}
