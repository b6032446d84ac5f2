package io.mailhelm.smtp.queue;

import io.mailhelm.config.WarmUp;
import io.mailhelm.smtp.store.WarmUpDay;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Decides which day of a warm-up it is, and how many recipients that day may have. Pure. */
final class WarmUpRules {
  /** 1 percent a day makes more of 1 recipient than an int has, in so many days. */
  private static final int EVER = 2_160;

  /** A clock that is a day ahead and then a day back says again what it said before. */
  private static final int SWING = 2;

  private static final BigInteger WHOLE = BigInteger.valueOf(100);

  private WarmUpRules() {}

  /**
   * The cap of a day, rounded down; empty where there is none: the warm-up is over.
   *
   * @param firstDay the cap of the first day
   * @param level how many days have raised it
   */
  static Optional<Integer> cap(WarmUp warmUp, int firstDay, int level) {
    if (level >= EVER) {
      return Optional.empty();
    }
    var growth = WHOLE.add(BigInteger.valueOf(warmUp.growthPercent()));
    var cap = BigInteger.valueOf(firstDay).multiply(growth.pow(level)).divide(WHOLE.pow(level));
    return cap.compareTo(BigInteger.valueOf(warmUp.until())) > 0
        ? Optional.empty()
        : Optional.of(cap.intValueExact());
  }

  /**
   * The day that it is, and what was used on it.
   *
   * <ul>
   *   <li>A warm-up that was not seen before, or has another beginning, is where the calendar has
   *       it.
   *   <li>The next day raises the cap where the day before had half of its own, unless the cap is
   *       held or the warm-up has not begun. Days that nobody saw raise nothing.
   *   <li>Where the clock was set back by a day or two the day stays, or what was used would be
   *       free again. Where it is further back the clock was wrong before: what was used stays
   *       used.
   * </ul>
   *
   * @param before what was known last
   * @param firstDay the cap of the first day
   * @param today in the time zone of the warm-up
   */
  static WarmUpDay.Used on(WarmUpDay.Used before, WarmUp warmUp, int firstDay, LocalDate today) {
    var last = before.day();
    if (!last.startedOn().equals(warmUp.startedOn())) {
      int used = last.day().isBefore(today) ? 0 : before.used();
      return new WarmUpDay.Used(first(last.policy(), last.provider(), warmUp, today), used);
    }
    if (today.isAfter(last.day())) {
      int level = last.level() + (isRaising(before, warmUp, firstDay) ? 1 : 0);
      return new WarmUpDay.Used(at(last, today, level), 0);
    }
    return today.isBefore(last.day().minusDays(SWING))
        ? new WarmUpDay.Used(at(last, today, last.level()), before.used())
        : before;
  }

  /** The day of a warm-up that is seen for the first time. */
  static WarmUpDay first(String policy, Optional<String> provider, WarmUp warmUp, LocalDate today) {
    long level = ChronoUnit.DAYS.between(warmUp.startedOn(), today);
    return new WarmUpDay(policy, provider, warmUp.startedOn(), today, Math.clamp(level, 0, EVER));
  }

  private static WarmUpDay at(WarmUpDay last, LocalDate today, int level) {
    return new WarmUpDay(last.policy(), last.provider(), last.startedOn(), today, level);
  }

  private static boolean isRaising(WarmUpDay.Used before, WarmUp warmUp, int firstDay) {
    var cap = cap(warmUp, firstDay, before.day().level());
    return !warmUp.hold()
        && !before.day().day().isBefore(warmUp.startedOn())
        && cap.filter(all -> 2L * before.used() >= all).isPresent();
  }
}
