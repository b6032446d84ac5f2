package io.mailhelm.config.report;

import java.util.Objects;

/**
 * The answer of a block list about an address or a domain (RFC 5782).
 *
 * @param zone the list
 * @param subject the address or domain it was asked about
 * @param text the list's own reason, or why the answer is unknown; empty where there is neither
 */
public record BlockListing(String zone, String subject, State state, String text) {
  public BlockListing {
    Objects.requireNonNull(zone);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(state);
    Objects.requireNonNull(text);
  }

  /** Whether the subject is on the list. */
  public enum State {
    Listed,
    NotListed,
    /** There was no answer, or the list refuses questions from this resolver. */
    Unknown
  }
}
