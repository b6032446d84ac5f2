package io.mailhelm.smtp.limit;

import static io.mailhelm.config.RecipientWindows.NONE;
import static io.mailhelm.config.SendLimits.OnExceed.Defer;
import static io.mailhelm.config.SendLimits.OnExceed.Reject;
import static io.mailhelm.smtp.limit.TestLimits.perHour;
import static io.mailhelm.smtp.limit.TestLimits.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.RecipientWindows;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecipientLimitsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SLOT = Duration.ofSeconds(10);
  private static final Optional<String> ALICE = Optional.of("alice");
  private static final Optional<String> BOB = Optional.of("bob");

  private final SteppedClock clock = new SteppedClock();
  private final KeptCounts kept = new KeptCounts();
  private final List<Event> events = new ArrayList<>();
  private RecipientLimits limits = limits();

  private RecipientLimits limits() {
    return new RecipientLimits(kept, events::add, clock, clock::nanos);
  }

  /** Sends one message a recipient until one is refused. */
  private int sendAll(SendPolicy policy, Optional<String> user, int most) {
    for (int sent = 0; sent < most; sent++) {
      var message = limits.open();
      if (limits.reserve(policy, user, message).isPresent()) {
        return sent;
      }
      commit(policy, user, 1, message);
    }
    return most;
  }

  private List<Duration> commit(
      SendPolicy policy, Optional<String> user, int recipients, LimitReservation message) {
    var booked = (Booking.Booked) limits.book(policy, user, recipients, message);
    kept.commit(booked.rows(), clock.instant());
    message.keep();
    return booked.later();
  }

  private List<Duration> send(SendPolicy policy, Optional<String> user, int recipients) {
    var message = limits.open();
    for (int i = 0; i < recipients; i++) {
      assertThat(limits.reserve(policy, user, message)).isEmpty();
    }
    return commit(policy, user, recipients, message);
  }

  private LimitExceeded refused(SendPolicy policy, Optional<String> user) {
    return limits.reserve(policy, user, limits.open()).orElseThrow();
  }

  @Test
  void letsExactlyAsManyThroughInAnyHourAndSaysWhenThereIsRoom() {
    var news = policy("news", perHour(100), NONE, Reject);
    assertThat(sendAll(news, ALICE, 60)).isEqualTo(60);
    clock.pass(Duration.ofMinutes(48));
    assertThat(sendAll(news, BOB, 100)).isEqualTo(40);

    var why = refused(news, ALICE);
    assertThat(why.words())
        .isEqualTo(
            "policy 'news' may send to 100 recipients an hour: there is room again in 13 min,"
                + " at 2026-11-23T09:00:10Z");
    assertThat(why.roomIn()).contains(Duration.ofMinutes(12).plus(SLOT));

    clock.pass(Duration.ofMinutes(12));
    refused(news, ALICE);
    clock.pass(SLOT);
    assertThat(sendAll(news, ALICE, 100)).isEqualTo(60);
  }

  @Test
  void countsEachUserByItself() {
    var team = policy("team", perHour(5), perHour(3), Reject);
    assertThat(sendAll(team, ALICE, 9)).isEqualTo(3);
    assertThat(refused(team, ALICE).words())
        .startsWith("each user of policy 'team' may send to 3 recipients an hour: ");
    assertThat(sendAll(team, BOB, 9)).isEqualTo(2);
    assertThat(refused(team, BOB).words())
        .startsWith("policy 'team' may send to 5 recipients an hour: ");
  }

  @Test
  void aLimitOf0LetsNobodySendAndNamesNoTime() {
    var none = policy("none", perHour(0), NONE, Defer);
    var why = refused(none, ALICE);
    assertThat(why.words()).isEqualTo("policy 'none' may send to 0 recipients an hour");
    assertThat(why.roomIn()).isEmpty();
  }

  @Test
  void whatIsReservedCountsAtOnceAndIsGivenBackWhenTheMessageDoesNotCome() {
    var news = policy("news", perHour(2), NONE, Reject);
    var slow = limits.open();
    assertThat(limits.reserve(news, ALICE, slow)).isEmpty();
    assertThat(limits.reserve(news, ALICE, slow)).isEmpty();
    clock.pass(Duration.ofHours(3)); // it counts for as long as it may still come
    refused(news, BOB);

    slow.close();
    slow.close();
    assertThat(sendAll(news, BOB, 9)).isEqualTo(2);
  }

  @Test
  void aCommitThatFailsGivesBackItsPlaces() {
    var news = policy("news", perHour(2), perHour(2), Reject);
    var message = limits.open();
    assertThat(limits.reserve(news, ALICE, message)).isEmpty();
    assertThat(limits.book(news, ALICE, 2, message)).isInstanceOf(Booking.Booked.class);
    refused(news, BOB);
    message.close();

    assertThat(sendAll(news, ALICE, 9)).isEqualTo(2);
  }

  @Test
  void recipientsCountFromWhenTheirMessageIsDurable() {
    var news = policy("news", perHour(1), NONE, Reject);
    var slow = limits.open();
    assertThat(limits.reserve(news, ALICE, slow)).isEmpty();
    clock.pass(Duration.ofMinutes(50));
    commit(news, ALICE, 1, slow);
    clock.pass(Duration.ofMinutes(50));

    refused(news, ALICE);
  }

  @Test
  void whatIsDeferredBooksItsPlaceInOrder() {
    var slow = policy("slow", perHour(2), NONE, Defer);
    var full = HOUR.plus(SLOT);
    assertThat(send(slow, ALICE, 5))
        .containsExactly(Duration.ZERO, Duration.ZERO, full, full, full.multipliedBy(2));
    clock.pass(Duration.ofMinutes(30));
    assertThat(send(slow, BOB, 2))
        .containsExactly(
            full.multipliedBy(2).minusMinutes(30), full.multipliedBy(3).minusMinutes(30));
  }

  @Test
  void whoWaitsForOnesOwnShareLeavesTheRoomOfOthers() {
    var team = policy("team", perHour(4), perHour(1), Defer);
    var full = HOUR.plus(SLOT);
    assertThat(send(team, ALICE, 3)).containsExactly(Duration.ZERO, full, full.multipliedBy(2));
    assertThat(send(team, BOB, 1)).containsExactly(Duration.ZERO);
    assertThat(send(team, Optional.of("carol"), 1)).containsExactly(Duration.ZERO);
  }

  @Test
  void whatWouldBeDueAfterAWeekIsRefused() {
    var day =
        policy(
            "day",
            new RecipientWindows(Optional.empty(), Optional.empty(), Optional.of(1)),
            NONE,
            Defer);
    var message = limits.open();
    for (int i = 0; i < 7; i++) {
      assertThat(limits.reserve(day, ALICE, message)).isEmpty();
    }
    assertThat(limits.reserve(day, ALICE, message).orElseThrow().words())
        .startsWith("policy 'day' may send to 1 recipient a day: there is room again in 8 d, at ");
    assertThat(commit(day, ALICE, 7, message)).hasSize(7);
    refused(day, BOB);
  }

  @Test
  void aRestartForgetsNothingButWhatWasNotCommitted() {
    var slow = policy("slow", perHour(2), NONE, Defer);
    send(slow, ALICE, 3);
    limits.reserve(slow, ALICE, limits.open());
    limits = limits();

    assertThat(send(slow, BOB, 2))
        .containsExactly(HOUR.plus(SLOT), HOUR.plus(SLOT).multipliedBy(2));
  }

  @Test
  void aClockThatJumpsNeitherOpensALimitNorKeepsItShut() {
    var news = policy("news", perHour(2), NONE, Reject);
    for (var step : List.of(Duration.ofDays(1), Duration.ofDays(-1), Duration.ofSeconds(-70))) {
      assertThat(sendAll(news, ALICE, 9)).isEqualTo(2);
      clock.step(step);
      refused(news, ALICE);
      limits = limits();
      refused(news, ALICE);
      clock.pass(Duration.ofMinutes(59));
      refused(news, ALICE);
      clock.pass(Duration.ofMinutes(4));
    }
    assertThat(sendAll(news, ALICE, 9)).isEqualTo(2);
    clock.step(Duration.ofDays(-1));
    limits = limits(); // it was set back while nobody looked
    refused(news, ALICE);
    clock.pass(Duration.ofMinutes(63));
    assertThat(sendAll(news, ALICE, 9)).isEqualTo(2);
  }

  @Test
  void tellsOnceAWindowThatALimitIsNearAndThatItIsReached() {
    var news = policy("news", perHour(10), NONE, Reject);
    sendAll(news, ALICE, 7);
    assertThat(events).isEmpty();
    sendAll(news, ALICE, 2);
    assertThat(events)
        .containsExactly(
            new Event.LimitUsed(
                Event.LimitUsed.Level.APPROACHED, "news", Optional.empty(), "an hour", 10, 8));
    sendAll(news, ALICE, 9);
    refused(news, ALICE);
    assertThat(events)
        .hasSize(2)
        .last()
        .isEqualTo(
            new Event.LimitUsed(
                Event.LimitUsed.Level.REACHED, "news", Optional.empty(), "an hour", 10, 10));

    clock.pass(HOUR.plus(SLOT));
    sendAll(news, ALICE, 9);
    assertThat(events).hasSize(3);
  }

  @Test
  void showsWhatIsUsed() {
    var team = policy("team", perHour(5), perHour(2), Defer);
    send(team, ALICE, 3);
    var now = clock.instant();

    assertThat(limits.uses(team, Optional.empty()))
        .containsExactly(
            new LimitUse("team", Optional.empty(), LimitWindow.HOUR, 5, 2, Optional.empty()));
    assertThat(limits.uses(team, ALICE))
        .containsExactly(
            new LimitUse(
                "team", ALICE, LimitWindow.HOUR, 2, 2, Optional.of(now.plus(HOUR).plus(SLOT))));
    assertThat(limits.users()).containsExactly("alice");
  }

  @Test
  void isExactHoweverManySendAtOnce() {
    var counted = new RecipientLimits(kept, Observer.NONE, Clock.systemUTC(), System::nanoTime);
    var news = policy("news", perHour(1_000), perHour(120), Reject);
    var begin = new CountDownLatch(1);
    var let = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 16; i++) {
        var user = Optional.of("user" + i / 2);
        threads.submit(
            () -> {
              begin.await();
              for (int n = 0; n < 300; n++) {
                try (var message = counted.open()) {
                  // every third does not come
                  if (counted.reserve(news, user, message).isEmpty()
                      && n % 3 > 0
                      && counted.book(news, user, 1, message) instanceof Booking.Booked) {
                    message.keep();
                    let.incrementAndGet();
                  }
                }
              }
              return true;
            });
      }
      begin.countDown();
    }
    assertThat(let).hasValue(960); // 8 users of 120

    var last = policy("news", perHour(1_000), NONE, Reject);
    int more = 0;
    while (counted.reserve(last, Optional.of("other"), counted.open()).isEmpty()) {
      more++;
    }
    assertThat(more).isEqualTo(40);
  }

  @Test
  void costsNoMoreWithAMillionRecipientsInItsWindow() {
    var big =
        policy(
            "big",
            new RecipientWindows(
                Optional.of(2_000_000), Optional.of(2_000_000), Optional.of(2_000_000)),
            NONE,
            Reject);
    for (int i = 0; i < 1_000; i++) {
      send(big, ALICE, 1_000);
      clock.pass(Duration.ofSeconds(1));
    }
    assertThat(limits.uses(big, Optional.empty()).getLast().used()).isEqualTo(1_000_000);
    var day = new WindowSums(LimitWindow.DAY);
    for (long at = 0; at < Duration.ofDays(1).toMillis(); at += 1_000) {
      day.add(at, 12);
    }
    assertThat(day.slots()).isEqualTo(720);
  }
}
