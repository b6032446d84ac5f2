package io.mailhelm.compiler;

import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.Tombstone;
import io.mailhelm.config.User;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mailboxes to remove: of users that are gone and said so, until every server has removed them. */
final class Tombstones {
  private Tombstones() {}

  /**
   * @param running the users of the new config
   * @param gone the users of the last good config whose resource is declared no more
   */
  static List<Tombstone> of(
      Input input, LastGood lastGood, Collection<User> running, Collection<User> gone) {
    var inUse = running.stream().map(User::mailboxId).collect(Collectors.toSet());
    return Stream.concat(
            lastGood.tombstones().stream(),
            gone.stream()
                .filter(user -> user.deletionPolicy() == DeletionPolicy.Delete)
                .map(user -> new Tombstone(user.mailboxId(), user.address())))
        .filter(tombstone -> !inUse.contains(tombstone.mailboxId()))
        .filter(tombstone -> !input.removedMailboxes().contains(tombstone.mailboxId()))
        .distinct()
        .toList();
  }
}
