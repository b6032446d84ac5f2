package io.mailhelm.compiler;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a server keeps of users who are gone, and what became of it.
 *
 * @param domains by the domain in A-label form; one that is not here keeps nothing
 * @param found what was found when a user came, by the id of the user's mailbox
 */
public record Retained(Map<String, OfDomain> domains, Map<String, Found> found) {
  /** Nothing is kept. */
  public static final Retained NOTHING = new Retained(Map.of(), Map.of());

  public Retained {
    domains = Map.copyOf(domains);
    found = Map.copyOf(found);
  }

  /**
   * What is kept of one domain.
   *
   * @param count how many mailboxes
   * @param first the first of them, by address
   */
  public record OfDomain(int count, List<Kept> first) {
    static final OfDomain NOTHING = new OfDomain(0, List.of());

    public OfDomain {
      first = List.copyOf(first);
    }
  }

  /** A mailbox that nobody has any more, since then. */
  public record Kept(String address, String id, long messages, long octets, Instant since) {
    public Kept {
      Objects.requireNonNull(address);
      Objects.requireNonNull(id);
      Objects.requireNonNull(since);
    }
  }

  /**
   * A closed mailbox that was there when a user of its address came.
   *
   * @param since when it was closed
   * @param taken whether its mail is the user's now
   */
  public record Found(long messages, long octets, Instant since, boolean taken) {
    public Found {
      Objects.requireNonNull(since);
    }
  }
}
