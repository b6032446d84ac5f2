package io.mailhelm.smtp.limit;

import io.mailhelm.smtp.store.CountedRecipients.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * The recipients of one message that count before it is durable. Closing gives them back, unless
 * they were kept. One thread's.
 */
public final class LimitReservation implements AutoCloseable {
  /** The time of what counts as if it were now. */
  static final long PENDING = Long.MIN_VALUE;

  /**
   * What is held.
   *
   * @param at when it counts; {@link #PENDING}: now, whenever that is
   */
  record Held(Key key, long at, long recipients) {}

  private final RecipientLimits limits;
  private final List<Held> held = new ArrayList<>(2);
  private List<Limit> by = List.of();

  LimitReservation(RecipientLimits limits) {
    this.limits = limits;
  }

  /** Notes that a recipient is held; most are at the time of the one before. */
  void hold(Key key, long at) {
    for (int i = held.size() - 1; i >= 0 && i >= held.size() - 2; i--) {
      var last = held.get(i);
      if (last.at() == at && last.key().equals(key)) {
        held.set(i, new Held(key, at, last.recipients() + 1));
        return;
      }
    }
    held.add(new Held(key, at, 1));
  }

  List<Held> held() {
    return held;
  }

  /** The limits that it was booked by. */
  List<Limit> by() {
    return by;
  }

  void bookedBy(List<Limit> limitsThen) {
    by = limitsThen;
  }

  /** The message is durable: they count. */
  public void keep() {
    limits.keep(this);
  }

  /** Gives back what is held. Idempotent. */
  @Override
  public void close() {
    limits.giveBack(this);
  }
}
