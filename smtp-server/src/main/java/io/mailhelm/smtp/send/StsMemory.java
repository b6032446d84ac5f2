package io.mailhelm.smtp.send;

import java.time.Instant;
import java.util.Optional;

/**
 * Remembers MTA-STS policies over a restart. Without it an attacker that can make a server restart,
 * or wait for it, could take their protection away (RFC 8461 §10.2). Thread-safe. What cannot be
 * read or written counts as not remembered.
 */
public interface StsMemory {
  /** Keeps nothing. */
  StsMemory NONE =
      new StsMemory() {
        @Override
        public Optional<Kept> load(String domain) {
          return Optional.empty();
        }

        @Override
        public void save(String domain, Kept kept) {}

        @Override
        public void forget(String domain) {}
      };

  /**
   * A policy as it was published.
   *
   * @param id of its TXT record
   * @param policy the file's text
   */
  record Kept(String id, Instant fetchedAt, String policy) {}

  /** What was saved of a domain, in A-label form. */
  Optional<Kept> load(String domain);

  /** Keeps a policy instead of the one before. */
  void save(String domain, Kept kept);

  /** It does not hold any more. */
  void forget(String domain);
}
