package io.mailhelm.smtp.store;

import io.mailhelm.config.Mailbox;
import java.util.List;
import java.util.Optional;

/** Whom each domain of ours does not mail. What changes something returns when it is durable. */
public interface Suppressions {
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

  /** Takes an address off the list. Returns whether it was there. */
  boolean remove(String domain, Mailbox address);
}
