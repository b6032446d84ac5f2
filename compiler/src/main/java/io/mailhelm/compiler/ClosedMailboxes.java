package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.ClosedMailbox;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Tombstone;
import io.mailhelm.config.User;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the closed mailboxes: those that are kept although no user has them, so that a later user
 * of the domain may take them over. On a laptop a mailbox goes with its address, so there are none.
 */
final class ClosedMailboxes {
  private final CompilerInput input;
  private final LastGood lastGood;
  private final Adoptions adoptions;

  ClosedMailboxes(CompilerInput input, LastGood lastGood, Adoptions adoptions) {
    this.input = input;
    this.lastGood = lastGood;
    this.adoptions = adoptions;
  }

  /**
   * The closed mailboxes: those in the config that ran, those of its users, and those of users that
   * are being deleted, without mailboxes in use or to be removed.
   */
  List<ClosedMailbox> of(Collection<User> running, Collection<Tombstone> tombstones) {
    if (input.platform() == Platform.LAPTOP) {
      return List.of();
    }
    var taken = new HashSet<>(input.removedMailboxes());
    running.forEach(user -> taken.add(user.mailboxId()));
    tombstones.forEach(tombstone -> taken.add(tombstone.mailboxId()));
    var counts = new HashMap<DomainName, Integer>();
    return Stream.of(
            lastGood.closed().stream(),
            lastGood.users().stream()
                .map(user -> new ClosedMailbox(user.mailboxId(), user.address())),
            goingUsers())
        .flatMap(mailboxes -> mailboxes)
        .filter(mailbox -> taken.add(mailbox.mailboxId()))
        .filter(
            mailbox ->
                counts.merge(mailbox.address().domain(), 1, Integer::sum)
                    <= ClosedMailbox.MAX_PER_DOMAIN)
        .limit(ClosedMailbox.MAX)
        .toList();
  }

  /**
   * Mailboxes of users that are being deleted. The API server still has those users, so they count
   * even where the last good config is lost.
   */
  private Stream<ClosedMailbox> goingUsers() {
    return input.resources().users().stream()
        .filter(Seniority::isGoing)
        .sorted(Comparator.comparing(ResourceReader::ref))
        .flatMap(
            user ->
                Requirements.address(user, input.resources().domains()).stream()
                    .map(address -> new ClosedMailbox(adoptions.mailbox(user, address), address)));
  }
}
