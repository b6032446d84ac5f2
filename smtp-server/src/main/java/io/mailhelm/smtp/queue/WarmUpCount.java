package io.mailhelm.smtp.queue;

import io.mailhelm.config.WarmUp;
import io.mailhelm.smtp.store.WarmUpDay;
import java.time.Instant;
import java.util.Optional;

/**
 * Counts the recipients of one cap on one day: those whose mail left, and those whose mail is being
 * sent. The lock of {@link WarmUps} guards it.
 */
final class WarmUpCount {
  private final int firstDay;
  private WarmUp warmUp;
  private WarmUpDay.Used day;
  private int sending;
  private boolean told;

  /**
   * @param warmUp as it is declared
   * @param firstDay the cap of the first day
   * @param day what is known
   */
  WarmUpCount(WarmUp warmUp, int firstDay, WarmUpDay.Used day) {
    this.warmUp = warmUp;
    this.firstDay = firstDay;
    this.day = day;
  }

  /** Whether it was made for what is declared. */
  boolean isOf(WarmUp declared, int first) {
    return firstDay == first && warmUp.equals(declared);
  }

  /** The same day under other rules; what is being sent goes on being counted. */
  WarmUpCount with(WarmUp declared, int first) {
    var next = new WarmUpCount(declared, first, day);
    next.sending = sending;
    next.told = told && day.day().startedOn().equals(declared.startedOn());
    return next;
  }

  /**
   * Time has passed.
   *
   * @return whether another day has raised the cap
   */
  boolean look(Instant now) {
    var before = day;
    day =
        WarmUpRules.on(
            new WarmUpDay.Used(before.day(), used()),
            warmUp,
            firstDay,
            now.atZone(warmUp.timeZone()).toLocalDate());
    if (day.day().equals(before.day())) {
      day = before;
      return false;
    }
    sending = 0; // what is being sent was counted to the day on which it began
    told = false;
    return day.day().startedOn().equals(before.day().startedOn())
        && day.day().level() > before.day().level();
  }

  WarmUpDay day() {
    return day.day();
  }

  /** Today's cap; empty: there is none any more. */
  Optional<Integer> cap() {
    return WarmUpRules.cap(warmUp, firstDay, day.day().level());
  }

  /** Recipients whose mail left today, or is leaving. */
  int used() {
    return day.used() + sending;
  }

  /** How many more may leave today. */
  int room() {
    return cap().map(cap -> Math.max(0, cap - used())).orElse(Integer.MAX_VALUE);
  }

  /** When the next day begins. */
  Instant resetsAt() {
    return day.day().day().plusDays(1).atStartOfDay(warmUp.timeZone()).toInstant();
  }

  /** Takes room for what is about to be sent. */
  void reserve(int recipients) {
    sending += recipients;
  }

  /** Gives room back that was taken on that day. */
  void release(WarmUpDay on, int recipients) {
    if (day.day().equals(on)) {
      sending = Math.max(0, sending - recipients);
    }
  }

  /** Counts recipients whose mail left on that day. */
  void count(WarmUpDay on, int recipients) {
    if (day.day().equals(on)) {
      day = new WarmUpDay.Used(on, day.used() + recipients);
    }
  }

  /** Whether it is to be told of the cap, which is once a day. */
  boolean isNews() {
    boolean was = told;
    told = true;
    return !was;
  }
}
