package io.mailhelm.smtp.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.WarmUp;
import io.mailhelm.smtp.store.WarmUpDay;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The caps of days, by examples and in random worlds. */
class WarmUpRulesTest {
  private static final LocalDate START = LocalDate.parse("2026-11-22");
  private static final int WORLDS = 3_000;
  private static final int DAYS = 60;

  private static WarmUp warmUp(int firstDay, int growth, int until, boolean hold) {
    return warmUp(START, firstDay, growth, until, hold);
  }

  private static WarmUp warmUp(LocalDate start, int firstDay, int growth, int until, boolean hold) {
    return new WarmUp(
        start, firstDay, growth, until, ZoneOffset.UTC, hold, false, Map.of(), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "20, 50, 50000, 0, 20",
    "20, 50, 50000, 1, 30",
    "20, 50, 50000, 2, 45",
    "20, 50, 50000, 3, 67",
    "20, 50, 50000, 19, 44336",
    "20, 1, 50000, 5, 21",
    "1, 1, 2147483647, 2159, 2137204090",
    "1, 1000, 2147483647, 8, 214358881",
    "2147483647, 1, 2147483647, 0, 2147483647",
  })
  void growsByPercent(int firstDay, int growth, int until, int level, int cap) {
    assertThat(WarmUpRules.cap(warmUp(firstDay, growth, until, false), firstDay, level))
        .contains(cap);
  }

  @ParameterizedTest
  @CsvSource({
    "20, 50, 50000, 20",
    "20, 50, 20, 1",
    "1, 1, 2147483647, 2160",
    "1, 1000, 2147483647, 9",
    "2147483647, 1000, 2147483647, 2147483647",
  })
  void endsWhereItWouldBeHigher(int firstDay, int growth, int until, int level) {
    assertThat(WarmUpRules.cap(warmUp(firstDay, growth, until, false), firstDay, level)).isEmpty();
  }

  private static WarmUpDay.Used day(LocalDate day, int level, int used) {
    return new WarmUpDay.Used(new WarmUpDay("team", Optional.empty(), START, day, level), used);
  }

  private static WarmUpDay.Used next(WarmUpDay.Used before, WarmUp warmUp, LocalDate today) {
    return WarmUpRules.on(before, warmUp, warmUp.firstDay(), today);
  }

  @Test
  void aDayWithHalfOfItsCapRaisesIt() {
    var warmUp = warmUp(20, 50, 50_000, false);
    assertThat(next(day(START, 0, 10), warmUp, START.plusDays(1)))
        .isEqualTo(day(START.plusDays(1), 1, 0));
    assertThat(next(day(START, 0, 9), warmUp, START.plusDays(1)))
        .isEqualTo(day(START.plusDays(1), 0, 0));
    assertThat(next(day(START, 0, 20), warmUp(20, 50, 50_000, true), START.plusDays(1)))
        .isEqualTo(day(START.plusDays(1), 0, 0));
  }

  @Test
  void daysThatNobodySawRaiseNothing() {
    assertThat(next(day(START, 0, 20), warmUp(20, 50, 50_000, false), START.plusDays(9)))
        .isEqualTo(day(START.plusDays(9), 1, 0));
  }

  @Test
  void beginsWhereTheCalendarHasIt() {
    var warmUp = warmUp(20, 50, 50_000, false);
    assertThat(WarmUpRules.first("team", Optional.empty(), warmUp, START.plusDays(4)).level())
        .isEqualTo(4);
    assertThat(WarmUpRules.first("team", Optional.empty(), warmUp, START.minusDays(4)).level())
        .isZero();
  }

  @Test
  void doesNotGrowBeforeItBegins() {
    var later = warmUp(START.plusDays(9), 20, 50, 50_000, false);
    var early = new WarmUpDay.Used(WarmUpRules.first("team", Optional.empty(), later, START), 20);
    assertThat(next(early, later, START.plusDays(1)).day().level()).isZero();
  }

  @Test
  void anotherBeginningStartsAnewAndWhatLeftTodayCounts() {
    var other = warmUp(START.minusDays(3), 20, 50, 50_000, false);
    var next = next(day(START, 0, 7), other, START);
    assertThat(next.day().level()).isEqualTo(3);
    assertThat(next.used()).isEqualTo(7);
  }

  @Test
  void aClockSetBackByADayFreesNothing() {
    var warmUp = warmUp(20, 50, 50_000, false);
    var full = day(START.plusDays(1), 1, 30);
    assertThat(next(full, warmUp, START)).isEqualTo(full);
    assertThat(next(full, warmUp, START.plusDays(1))).isEqualTo(full);
  }

  @Test
  void aClockThatWasYearsAheadDoesNotStopItForGood() {
    var warmUp = warmUp(20, 50, 50_000, false);
    var wrong = day(START.plusYears(10), 1, 30);
    var right = next(wrong, warmUp, START.plusDays(1));
    assertThat(right).isEqualTo(day(START.plusDays(1), 1, 30));
    assertThat(next(right, warmUp, START.plusDays(2))).isEqualTo(day(START.plusDays(2), 2, 0));
  }

  /**
   * A clock that goes on and now and then jumps by a day either way and comes back, days without
   * mail, restarts that only know what is stored, and a cap that is held now and then.
   */
  @Test
  void noWorldSendsMoreThanItsDaysAllow() {
    for (int seed = 0; seed < WORLDS; seed++) {
      new World(new Random(seed), "world " + seed).run();
    }
  }

  private static final class World {
    private final Random random;
    private final String name;
    private final Map<LocalDate, Integer> sent = new HashMap<>();
    private final ArrayList<Integer> caps = new ArrayList<>();
    private WarmUp warmUp;
    private WarmUpDay.Used state;

    World(Random random, String name) {
      this.random = random;
      this.name = name;
      int firstDay = 1 + random.nextInt(50);
      warmUp = warmUp(firstDay, 1 + random.nextInt(200), firstDay + random.nextInt(10_000), false);
      state = new WarmUpDay.Used(WarmUpRules.first("team", Optional.empty(), warmUp, START), 0);
    }

    void run() {
      for (int passed = 0; passed < DAYS; passed++) {
        var today = START.plusDays(passed);
        if (random.nextInt(6) == 0) {
          boolean hold = random.nextBoolean();
          warmUp = warmUp(warmUp.firstDay(), warmUp.growthPercent(), warmUp.until(), hold);
        }
        for (int looks = random.nextInt(4); looks > 0; looks--) {
          send(random.nextInt(10) == 0 ? today.plusDays(random.nextBoolean() ? 1 : -1) : today);
        }
        var level = state.day().level();
        assertThat(level).as(name).isLessThanOrEqualTo(passed + 1);
      }
    }

    private void send(LocalDate seen) {
      var before = state;
      state = next(state, warmUp, seen);
      assertThat(state.day().level())
          .as(name)
          .isBetween(before.day().level(), before.day().level() + 1);
      if (state.day().level() > before.day().level()) {
        int cap = cap(before.day().level()).orElseThrow();
        assertThat(2L * before.used()).as(name).isGreaterThanOrEqualTo(cap);
        assertThat(warmUp.hold()).as(name).isFalse();
      }
      assertThat(state.day().day()).as(name).isAfterOrEqualTo(seen);
      cap(state.day().level())
          .ifPresent(
              cap -> {
                assertThat(state.used()).as(name).isLessThanOrEqualTo(cap);
                int wanted = random.nextInt(cap + cap / 2 + 1);
                int room = Math.min(wanted, cap - state.used());
                state = new WarmUpDay.Used(state.day(), state.used() + room);
                assertThat(sent.merge(state.day().day(), room, Integer::sum))
                    .as(name)
                    .isLessThanOrEqualTo(cap);
                caps.add(cap);
              });
    }

    private Optional<Integer> cap(int level) {
      return WarmUpRules.cap(warmUp, warmUp.firstDay(), level);
    }
  }
}
