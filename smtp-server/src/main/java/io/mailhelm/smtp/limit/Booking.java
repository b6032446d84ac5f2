package io.mailhelm.smtp.limit;

import io.mailhelm.smtp.store.CountedRecipients;
import java.time.Duration;
import java.util.List;

/** The places that the recipients of a message got. */
public sealed interface Booking {
  /** Of a message that no limit is for. */
  Booking NOTHING = new Booked(List.of(), List.of());

  /**
   * There is room for all.
   *
   * @param later for each recipient how much later than now; none: now for all of them
   * @param rows what is to be committed with the message
   */
  record Booked(List<Duration> later, List<CountedRecipients> rows) implements Booking {
    public Booked {
      later = List.copyOf(later);
      rows = List.copyOf(rows);
    }
  }

  /** There is not; none has a place. */
  record Refused(LimitExceeded why) implements Booking {}
}
