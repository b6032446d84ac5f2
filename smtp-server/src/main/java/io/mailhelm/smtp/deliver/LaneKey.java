package io.mailhelm.smtp.deliver;

import io.mailhelm.smtp.store.Delivery;
import java.util.Optional;

/**
 * A {@link Lane} as the store keeps it, by name: what the lane was when its deliveries were queued,
 * whatever is declared now. Equal lanes have equal keys, and no others have.
 *
 * @param isReport whether it is for reports, as {@link Delivery#isReport} says
 * @param policy empty: the default
 * @param hop for people: a domain, an address literal, or {@code host:port/tls/credentials}
 */
public record LaneKey(boolean isReport, Optional<String> policy, String hop) {
  /** Stands in no policy's name. */
  private static final char SEPARATOR = '|';

  /** Before the name of a lane for reports; begins no policy's name. */
  private static final String REPORTS = "*";

  /**
   * Reads what {@link #name} wrote.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static LaneKey parse(String name) {
    boolean isReport = name.startsWith(REPORTS);
    int begin = isReport ? REPORTS.length() : 0;
    int end = name.indexOf(SEPARATOR);
    if (end < 0) {
      throw new IllegalArgumentException("no lane: " + name);
    }
    var policy = name.substring(begin, end);
    return new LaneKey(
        isReport, Optional.of(policy).filter(it -> !it.isEmpty()), name.substring(end + 1));
  }

  /** As the store has it. */
  public String name() {
    return (isReport ? REPORTS : "") + policy.orElse("") + SEPARATOR + hop;
  }

  /** Whether it leads to a relay; no domain has a slash. */
  public boolean isRelayed() {
    return hop.indexOf('/') >= 0;
  }

  /**
   * Whether a delivery went, or is to go, by a relay that its policy names: what is said of its
   * recipient then was not said by the recipient's own server.
   */
  public static boolean isRelayed(Delivery delivery) {
    return !parse(delivery.lane()).hop().equals(delivery.destination());
  }
}
