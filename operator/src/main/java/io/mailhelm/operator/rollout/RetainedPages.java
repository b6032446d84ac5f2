package io.mailhelm.operator.rollout;

import io.mailhelm.compiler.Retained;
import io.mailhelm.dns.ElapsedTime;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads page by page which mailboxes of deleted users a pod keeps. Of each page only what a status
 * can show is kept, so that a pod whose answer never ends does not fill the memory.
 */
final class RetainedPages {
  /** The most pages that are read, of a thousand users each. */
  private static final int MOST_PAGES = 100;

  /** For all of them: whoever asks is kept from everything else. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Set<String> users;
  private final Map<String, Retained.OfDomain> domains = new HashMap<>();
  private final Map<String, Retained.Found> found = new HashMap<>();

  private RetainedPages(Set<String> users) {
    this.users = users;
  }

  /**
   * Reads all pages.
   *
   * @param users ids of mailboxes; what others found is left out
   * @throws IOException where the pod does not answer, its pages do not go on, or not all of them
   *     come in time
   */
  static Retained read(
      PodClient client, PodClient.Target target, Set<String> users, ElapsedTime time)
      throws IOException, InterruptedException {
    var all = new RetainedPages(users);
    var end = time.now().plus(PATIENCE);
    var after = "";
    for (var pages = 0; pages < MOST_PAGES; pages++) {
      var page = client.mailboxes(target, after);
      if (pages == 0) {
        all.addDomains(page);
      }
      all.addFound(page);
      var next = Objects.requireNonNullElse(page.next(), "");
      if (next.isEmpty()) {
        break;
      }
      if (next.compareTo(after) <= 0 || !PodMailboxes.isId(next)) {
        throw new IOException("its pages do not go on");
      }
      if (time.isPast(end)) {
        throw new IOException("not all of its pages come within %s".formatted(PATIENCE));
      }
      after = next;
    }
    return new Retained(all.domains, all.found);
  }

  private void addDomains(PodMailboxes page) {
    for (var domain : page.domains()) {
      if (PodMailboxes.isDomain(domain.domain())) {
        domains.put(domain.domain(), domain.known());
      }
    }
  }

  private void addFound(PodMailboxes page) {
    for (var each : page.found()) {
      if (each.mailbox() != null && users.contains(each.mailbox())) {
        each.known().ifPresent(known -> found.put(each.mailbox(), known));
      }
    }
  }
}
