package io.mailhelm.compiler;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The mailboxes that a server keeps of deleted users, and the ones that new users found.
 *
 * @param domains by the domain in A-label form; a domain that is missing here keeps nothing
 * @param found mailboxes that were there when a user was created, by the id of the user's mailbox
 */
public record Retained(Map<String, OfDomain> domains, Map<String, Found> found) {
  /** Nothing is kept. */
  public static final Retained NOTHING = new Retained(Map.of(), Map.of());

  public Retained {
    domains = Map.copyOf(domains);
    found = Map.copyOf(found);
  }

  /**
   * The kept mailboxes of one domain.
   *
   * @param count how many there are
   * @param first the first of them, by address
   */
  public record OfDomain(int count, List<Kept> first) {
    static final OfDomain NOTHING = new OfDomain(0, List.of());

    public OfDomain {
      first = List.copyOf(first);
    }
  }

  /** A mailbox without a user. */
  public record Kept(String address, String id, long messages, long octets, Instant since) {
    public Kept {
      Objects.requireNonNull(address);
      Objects.requireNonNull(id);
      Objects.requireNonNull(since);
    }
  }

  /**
   * A closed mailbox that was there when a user of its address was created.
   *
   * @param since when it was closed
   * @param taken whether its mail now belongs to the user
   */
  public record Found(long messages, long octets, Instant since, boolean taken) {
    public Found {
      Objects.requireNonNull(since);
    }
  }
}
