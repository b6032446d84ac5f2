package io.mailhelm.smtp.store;

import io.mailhelm.config.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The suppression list of each domain of ours: addresses that it does not mail. Methods that change
 * it return when the change is durable.
 */
public interface Suppressions {
  /** How long after a relay first said that an address does not exist it may confirm that. */
  Duration CONFIRMED_AFTER = Duration.ofHours(20);

  /** How long it is remembered that a relay said so. */
  Duration CONFIRMED_WITHIN = Duration.ofDays(30);

  /**
   * Why {@code domain} does not mail {@code address}; empty when it may.
   *
   * @param address in whatever spelling
   */
  Optional<Suppression> find(String domain, Mailbox address);

  /**
   * In the order of their addresses.
   *
   * @param domain empty: of every domain
   * @param after only those that come after this address (and its domain); empty: from the first
   * @param limit 1 to 1,000
   */
  List<Suppression> list(Optional<String> domain, Optional<Suppression> after, int limit);

  /** Adds; an address that is there already keeps its first reason and date. */
  void add(Suppression suppression);

  /**
   * Notes that a relay said of an address that it is not there. A relay may say so of everybody
   * when something is wrong with it or with us, so that it has to say it on two days. The same said
   * twice within {@link #CONFIRMED_AFTER} is said once.
   *
   * @param said what would be added
   * @return whether it confirms what was noted {@link #CONFIRMED_AFTER} to {@link
   *     #CONFIRMED_WITHIN} before
   */
  boolean noteRelayed(Suppression said);

  /** Forgets what was noted of relays before then. */
  void forgetRelayed(Instant before);

  /**
   * Takes an address off the list, and forgets what was noted of it. Returns whether it was there.
   */
  boolean remove(String domain, Mailbox address);
}
