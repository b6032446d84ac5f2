package io.mailhelm.smtp.store;

import java.util.Optional;

/**
 * The shares of the queue: how many deliveries may wait or be held in all, of one domain of ours,
 * and of one user. What nobody logged in for counts in a domain as one user's.
 *
 * <p>A domain has its percent of the queue, and never more than is left for all other domains; a
 * user has its percent of the queue, and never more than is left of the domain's for all its other
 * users. So whoever comes next finds something. Where there is no other, all is theirs.
 *
 * @param queue the most that may wait in all
 * @param perUserPercent of the queue, for a user
 * @param perDomainPercent of the queue, for a domain
 * @param areManyUsers whether there is more than one user
 * @param areManyDomains whether there is more than one domain
 */
public record QueueShares(
    long queue,
    int perUserPercent,
    int perDomainPercent,
    boolean areManyUsers,
    boolean areManyDomains) {
  /** For a store by itself: everybody has all of a queue that is never full. */
  public static final QueueShares UNLIMITED =
      new QueueShares(Long.MAX_VALUE, 100, 100, false, false);

  private static final int WHOLE = 100;

  /** Of what a share is. */
  public enum Holder {
    /** All mail together. */
    QUEUE,
    /** The mail of one domain. */
    DOMAIN,
    /** The mail of one user. */
    USER
  }

  /**
   * A share that is full.
   *
   * @param limit how many deliveries it has room for
   */
  public record Full(Holder holder, long limit) {}

  /**
   * Deliveries that are not final.
   *
   * @param all of everybody
   * @param ofDomain of a domain
   * @param ofUser of a user of it
   */
  public record Waiting(long all, long ofDomain, long ofUser) {}

  /** The first share that has no room for {@code more} deliveries; empty: all have. */
  public Optional<Full> full(Waiting waiting, long more) {
    if (more > queue - waiting.all()) {
      return Optional.of(new Full(Holder.QUEUE, queue));
    }
    long domain = forDomain(waiting);
    if (waiting.ofDomain() + more > domain) {
      return Optional.of(new Full(Holder.DOMAIN, domain));
    }
    long user = forUser(waiting, domain);
    return waiting.ofUser() + more > user
        ? Optional.of(new Full(Holder.USER, user))
        : Optional.empty();
  }

  private long forDomain(Waiting waiting) {
    long others = waiting.all() - waiting.ofDomain();
    return areManyDomains ? share(perDomainPercent, queue - others) : queue;
  }

  private long forUser(Waiting waiting, long domain) {
    long others = Math.max(0, waiting.ofDomain() - waiting.ofUser());
    return areManyUsers ? share(perUserPercent, domain - others) : domain;
  }

  /** As much stays for the others as is taken; a queue of a few has room for one of each. */
  private long share(int percent, long left) {
    return Math.max(1, Math.min(queue * percent / WHOLE, left / 2));
  }
}
