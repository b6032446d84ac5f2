package io.mailhelm.smtp.limit;

import io.mailhelm.smtp.store.CountedRecipients;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.RecipientCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.function.Consumer;

/**
 * Keeps the times of what is durable in step with the clock: a process that begins later knows no
 * other time. Not thread-safe.
 */
final class DurableTime {
  /** Rows are moved in whole slots, and too late rather than too early. */
  private static final long UNIT = RecipientCounts.SLOT.toMillis();

  private final RecipientCounts store;
  private final WindowClock clock;

  /** By how much the clock was ahead of the time of windows when the rows were last moved. */
  private long ahead;

  DurableTime(RecipientCounts store, WindowClock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Now; where the clock has stepped, the rows are moved first. */
  long now() {
    long now = clock.now();
    long next = wholeSlots(clock.ahead());
    if (next != ahead) {
      try {
        store.rebase(Duration.ofMillis(next - ahead));
        ahead = next;
      } catch (MailStoreException _) {
        // They and those to come are by the clock as it was, and are moved next time.
      }
    }
    return now;
  }

  private static long wholeSlots(long step) {
    return Math.ceilDiv(step, UNIT) * UNIT;
  }

  /** What a time of windows is in a row. */
  Instant at(long millis) {
    return Instant.ofEpochMilli(millis + ahead);
  }

  /**
   * Gives what is durable to a reader. Rows that were committed at a time that is still to come
   * tell that the clock was set back before this process began; they are moved by as much.
   */
  void read(Consumer<CountedRecipients> reader) {
    var rows = new ArrayList<CountedRecipients>();
    var latest = store.read(rows::add);
    long step = latest.map(at -> clock.now() - at.toEpochMilli()).orElse(0L);
    var by = Duration.ofMillis(step < 0 && WindowClock.isStep(step) ? wholeSlots(step) : 0);
    if (!by.isZero()) {
      store.rebase(by);
    }
    for (var row : rows) {
      reader.accept(new CountedRecipients(row.key(), row.at().plus(by), row.recipients()));
    }
  }
}
