package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Tombstone;
import io.mailhelm.config.User;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the mailboxes to remove: those of deleted users whose {@code deletionPolicy} is Delete,
 * until every server has removed them.
 */
final class Tombstones {
  private final CompilerInput input;
  private final LastGood lastGood;
  private final Adoptions adoptions;

  Tombstones(CompilerInput input, LastGood lastGood, Adoptions adoptions) {
    this.input = input;
    this.lastGood = lastGood;
    this.adoptions = adoptions;
  }

  /**
   * @param running the users of the new config
   * @param gone the users of the last good config whose resource is no longer declared; on a laptop
   *     that is how they are deleted
   */
  List<Tombstone> of(Collection<User> running, Collection<User> gone) {
    var inUse = running.stream().map(User::mailboxId).collect(Collectors.toSet());
    var removed =
        gone.stream()
            .filter(user -> user.deletionPolicy() == DeletionPolicy.Delete)
            .map(user -> new Tombstone(user.mailboxId(), user.address()));
    // An API server says what goes before it goes. What it merely shows no more here, as with a
    // domain that moved, may be elsewhere: nobody's mail is removed for that.
    var unseen = input.platform() == Platform.LAPTOP ? removed : Stream.<Tombstone>of();
    return Stream.of(lastGood.tombstones().stream(), unseen, goingUsers(), goingDomains())
        .flatMap(tombstones -> tombstones)
        .filter(tombstone -> !inUse.contains(tombstone.mailboxId()))
        .filter(tombstone -> !input.removedMailboxes().contains(tombstone.mailboxId()))
        .distinct()
        .toList();
  }

  /**
   * Mailboxes of users that are being deleted. The API server still has those users, so they count
   * even where the last good config is lost.
   */
  private Stream<Tombstone> goingUsers() {
    return input.resources().users().stream()
        .filter(Seniority::isGoing)
        .filter(user -> user.getSpec().deletionPolicy() == io.mailhelm.crds.DeletionPolicy.Delete)
        .flatMap(
            user ->
                Requirements.address(user, input.resources().domains()).stream()
                    .map(address -> new Tombstone(adoptions.mailbox(user, address), address)));
  }

  /** All mailboxes of domains that are being deleted and whose {@code deletionPolicy} is Delete. */
  private Stream<Tombstone> goingDomains() {
    var going =
        input.resources().domains().stream()
            .filter(Seniority::isGoing)
            .filter(
                domain ->
                    domain.getSpec().deletionPolicy() == io.mailhelm.crds.DeletionPolicy.Delete)
            .map(ResourceReader::ref)
            .map(ref -> lastGood.domain(ref.name()))
            .flatMap(domain -> domain.stream().map(any -> any.domain()))
            .collect(Collectors.toSet());
    return inDomains(going);
  }

  private Stream<Tombstone> inDomains(Set<DomainName> domains) {
    return lastGood.users().stream()
        .filter(user -> domains.contains(user.address().domain()))
        .map(user -> new Tombstone(user.mailboxId(), user.address()));
  }
}
