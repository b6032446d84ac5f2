package io.mailhelm.smtp.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps how many recipients elsewhere count against the limits of policies and users, by time. They
 * are added by {@link MailStore#commit} ({@link NewMessage#counted}) and forgotten by {@link
 * MailStore#forget}. Any thread may call it.
 */
public interface RecipientCounts {
  /** As exactly the time is kept at first. */
  Duration SLOT = Duration.ofSeconds(5);

  /** As exactly it is kept of what is older than {@link #EXACT}. */
  Duration COARSE_SLOT = Duration.ofMinutes(2);

  /** After this, slots are put together: longer than an hour, whose limit needs them apart. */
  Duration EXACT = Duration.ofMinutes(65);

  /**
   * After this, they are forgotten: a day, whose limit needs them, and another in case the clock
   * jumps by one before anybody has noticed.
   */
  Duration KEPT = Duration.ofHours(49);

  /**
   * Gives all that is kept to {@code reader}, in no order.
   *
   * @return the latest time at which a message was committed with some, by the clock of that time
   */
  Optional<Instant> read(Consumer<CountedRecipients> reader);

  /**
   * Moves all that is kept by as much as the clock has stepped. Returns when it is durable.
   *
   * @param by a whole number of {@link #SLOT}s; negative where the clock was set back. What is in a
   *     {@link #COARSE_SLOT} is moved by a whole number of those, rounded up.
   */
  void rebase(Duration by);
}
