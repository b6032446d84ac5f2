package io.mailhelm.smtp.store;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import java.util.List;
import java.util.Optional;

/** Lists the closed mailboxes, and those that later users found. */
public interface RetainedMailboxes {
  /** The most that one page has. */
  int MAX_LIMIT = 1_000;

  /**
   * The page of mailboxes that match, by domain and address; it may end at {@link
   * StoreReads#MOST_CHARACTERS}.
   */
  RetainedPage retained(RetainedQuery query);

  /** One of them. */
  Optional<RetainedMailbox> retained(String mailboxId);

  /**
   * How many each domain has, and the first of them.
   *
   * @param each as many of one domain at most
   * @param most as many of all domains at most
   */
  List<RetainedOfDomain> retainedByDomain(int each, int most);

  /**
   * The page of what users found, by the ids of their mailboxes.
   *
   * @param after the id to begin after; empty: from the first
   * @param limit 1 to {@value #MAX_LIMIT}
   */
  FoundPage found(String after, int limit);

  /**
   * What to list.
   *
   * @param after what it begins after
   * @param limit 1 to {@value #MAX_LIMIT}
   */
  record RetainedQuery(
      Optional<DomainName> domain,
      Optional<Mailbox> address,
      Optional<RetainedMailbox.Position> after,
      int limit) {
    public RetainedQuery {
      if (limit < 1 || limit > MAX_LIMIT) {
        throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT);
      }
    }
  }

  /**
   * A page.
   *
   * @param total how many match, on all pages
   * @param more whether others follow the last one
   */
  record RetainedPage(List<RetainedMailbox> mailboxes, long total, boolean more) {
    public RetainedPage {
      mailboxes = List.copyOf(mailboxes);
    }
  }

  /**
   * What is kept of one domain.
   *
   * @param domain in A-label form
   * @param count how many there are
   * @param first the first of them
   */
  record RetainedOfDomain(String domain, long count, List<RetainedMailbox> first) {
    public RetainedOfDomain {
      first = List.copyOf(first);
    }
  }

  /**
   * A page.
   *
   * @param more whether others follow the last one
   */
  record FoundPage(List<FoundMailbox> found, boolean more) {
    public FoundPage {
      found = List.copyOf(found);
    }
  }
}
