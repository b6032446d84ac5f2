package io.mailhelm.smtp.limit;

import java.time.Duration;

/**
 * The windows in which recipients are counted. Each is divided into slots; what is in a slot counts
 * until all of it is out of the window, so a window is longer than its name by up to a slot, and
 * never shorter.
 */
public enum LimitWindow {
  MINUTE(Duration.ofMinutes(1), Duration.ofSeconds(5), "a minute"),
  HOUR(Duration.ofHours(1), Duration.ofSeconds(10), "an hour"),
  DAY(Duration.ofDays(1), Duration.ofMinutes(2), "a day");

  private final long slot;
  private final long slots;
  private final String words;

  LimitWindow(Duration span, Duration slot, String words) {
    this.slot = slot.toMillis();
    this.slots = span.dividedBy(slot);
    this.words = words;
  }

  /** The number of the slot of a time, in milliseconds. */
  long slot(long millis) {
    return Math.floorDiv(millis, slot);
  }

  /** When a slot begins, in milliseconds. */
  long begin(long number) {
    return number * slot;
  }

  /** How many slots it has; what is in a slot counts in that slot and in so many after it. */
  long slots() {
    return slots;
  }

  /** Its length, in milliseconds. */
  long millis() {
    return slot * slots;
  }

  /** For people: {@code an hour}. */
  String words() {
    return words;
  }
}
