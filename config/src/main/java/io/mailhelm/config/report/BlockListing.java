package io.mailhelm.config.report;

import java.util.Objects;

/**
 * What a block list says (RFC 5782).
 *
 * @param zone the list
 * @param subject the address or domain it was asked about
 * @param text its own reason, or why it cannot be told; empty where there is nothing to say
 */
public record BlockListing(String zone, String subject, State state, String text) {
  public BlockListing {
    Objects.requireNonNull(zone);
    Objects.requireNonNull(subject);
    Objects.requireNonNull(state);
    Objects.requireNonNull(text);
  }

  /** Whether it is on the list. */
  public enum State {
    Listed,
    NotListed,
    /** No answer, or one that is none: the list refuses whoever asks through this resolver. */
    Unknown
  }
}
