package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.MailUser;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which mailbox each MailUser has. A user may claim another's mailbox by annotation. It
 * gets it only if that user is gone and was of the same domain, by the config that ran, and nobody
 * else has the mailbox. Otherwise whoever may declare a user could read everybody's mail, and
 * remove it with the user. A user whose claim is refused has a mailbox of its own.
 *
 * <p>Where no config ran before, it is not known who is gone. Then a claim to a mailbox that no
 * existing user has is granted, so that mailboxes can be taken over in a new cluster.
 */
final class Adoptions {
  private final CompilerInput input;
  private final LastGood lastGood;
  private final Map<String, MailUser> owners;
  private final Map<ResourceRef, Verdict> verdicts = new HashMap<>();

  Adoptions(CompilerInput input, LastGood lastGood) {
    this.input = input;
    this.lastGood = lastGood;
    var users = input.resources().users();
    this.owners =
        users.stream()
            .filter(user -> user.getMetadata().getUid() != null)
            .collect(
                Collectors.toMap(user -> user.getMetadata().getUid(), user -> user, (a, b) -> a));
    var takers = new HashMap<String, MailUser>();
    users.stream()
        .filter(user -> MailboxId.claimed(input.platform(), user).isPresent())
        .sorted(
            Comparator.comparing((MailUser user) -> !hasAlready(user))
                .thenComparing(Seniority.on(input.platform(), any -> false)))
        .forEach(user -> judge(user, takers));
  }

  private sealed interface Verdict {
    record Granted() implements Verdict {}

    /**
     * Its owner is being deleted. The user waits for that, because mail would otherwise come to two
     * places.
     */
    record Waits(ResourceRef owner) implements Verdict {}

    record Refused(String why) implements Verdict {}
  }

  /** The id of the mailbox that has the stored mail of {@code user}. */
  String mailbox(MailUser user, Mailbox address) {
    return verdicts.get(ResourceReader.ref(user)) instanceof Verdict.Granted
        ? MailboxId.claimed(input.platform(), user).orElseThrow()
        : MailboxId.own(input.platform(), user, address);
  }

  /** Reports a claim that is not granted. */
  void check(MailUser user, Problems problems) {
    switch (verdicts.get(ResourceReader.ref(user))) {
      case null -> {}
      case Verdict.Granted granted -> {}
      case Verdict.Waits(var owner) ->
          problems.error(
              user,
              Reason.MailboxConflict,
              "metadata.annotations",
              "%s names a mailbox that is %s's: it can be taken over once that is gone"
                  .formatted(MailboxId.ADOPT, owner));
      case Verdict.Refused(var why) ->
          problems.note(
              user,
              Reason.MailboxConflict,
              "metadata.annotations",
              "%s %s, so this user has a mailbox of its own: name the UID of a deleted MailUser of"
                      .formatted(MailboxId.ADOPT, why)
                  + " this domain, or remove the annotation");
    }
  }

  private void judge(MailUser user, Map<String, MailUser> takers) {
    var claim = MailboxId.claimed(input.platform(), user).orElseThrow();
    var domain = Requirements.address(user, input.resources().domains()).map(Mailbox::domain);
    var holder =
        Optional.ofNullable(owners.get(claim)).or(() -> Optional.ofNullable(takers.get(claim)));
    var verdict =
        holder
            .map(other -> held(other, domain))
            .orElseGet(() -> hasAlready(user) ? new Verdict.Granted() : gone(claim, domain));
    if (verdict instanceof Verdict.Granted) {
      takers.put(claim, user);
    }
    verdicts.put(ResourceReader.ref(user), verdict);
  }

  private Verdict held(MailUser holder, Optional<DomainName> domain) {
    var ref = ResourceReader.ref(holder);
    var theirs = Requirements.address(holder, input.resources().domains()).map(Mailbox::domain);
    return Seniority.isGoing(holder) && domain.isPresent() && theirs.equals(domain)
        ? new Verdict.Waits(ref)
        : new Verdict.Refused("names a mailbox that is %s's".formatted(ref));
  }

  /** The verdict on a mailbox that no resource has. */
  private Verdict gone(String claim, Optional<DomainName> domain) {
    if (input.lastGood().isEmpty()) {
      return new Verdict.Granted();
    }
    var running =
        lastGood.users().stream().filter(user -> user.mailboxId().equals(claim)).findFirst();
    if (running.isPresent() && isLiving(running.get().resource())) {
      return new Verdict.Refused(
          "names a mailbox that is %s's".formatted(running.get().resource()));
    }
    var known =
        Stream.of(
                running.stream().map(user -> user.address()),
                lastGood.closed().stream()
                    .filter(mailbox -> mailbox.mailboxId().equals(claim))
                    .map(mailbox -> mailbox.address()),
                lastGood.tombstones().stream()
                    .filter(tombstone -> tombstone.mailboxId().equals(claim))
                    .map(tombstone -> tombstone.address()))
            .flatMap(addresses -> addresses)
            .findFirst();
    if (known.isEmpty()) {
      return new Verdict.Refused("names a mailbox that no deleted user is known to have had");
    }
    return Optional.of(known.get().domain()).equals(domain)
        ? new Verdict.Granted()
        : new Verdict.Refused("names a mailbox of another domain");
  }

  /**
   * Whether a user of that name is still declared, even in a form that cannot be read: its last
   * good form still runs.
   */
  private boolean isLiving(ResourceRef user) {
    return input.resources().incomplete()
        || input.resources().problems().stream()
            .anyMatch(problem -> problem.isError() && problem.resource().equals(user))
        || input.resources().users().stream()
            .anyMatch(declared -> ResourceReader.ref(declared).equals(user));
  }

  private boolean hasAlready(MailUser user) {
    var domain = Requirements.address(user, input.resources().domains()).map(Mailbox::domain);
    return lastGood
        .user(ResourceReader.ref(user))
        .filter(
            good -> MailboxId.claimed(input.platform(), user).equals(Optional.of(good.mailboxId())))
        .filter(good -> domain.equals(Optional.of(good.address().domain())))
        .isPresent();
  }
}
