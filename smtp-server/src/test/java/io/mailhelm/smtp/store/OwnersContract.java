package io.mailhelm.smtp.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.store.MailStore.CommitResult.Repeated;
import io.mailhelm.smtp.store.MailStore.CommitResult.Stored;
import io.mailhelm.smtp.store.MailStore.MailboxUsage;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.RetainedMailboxes.RetainedQuery;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which mailboxes nobody has any more, and who takes them up. */
public abstract class OwnersContract extends StoreContract {
  protected static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
  private static final TestConfig BASE =
      new TestConfig()
          .domain("example.com", Outbound.Capture)
          .domain("example.org", Outbound.Capture);

  private Instant now = NOW;

  /** A user of the namespace {@code mail}. */
  protected static User user(String uid, String address, Adopt adopt, String... aliases) {
    return user("mail", uid, address, adopt, aliases);
  }

  private static User user(
      String namespace, String uid, String address, Adopt adopt, String... aliases) {
    var mailbox = Mailbox.of(address);
    return new User(
        new ResourceRef("MailUser", namespace, mailbox.localPart()),
        uid,
        mailbox,
        Optional.empty(),
        TestConfig.verifier("secret", address),
        Stream.of(aliases).map(Mailbox::of).toList(),
        Optional.empty(),
        Quota.DEFAULT,
        false,
        DeletionPolicy.Retain,
        adopt);
  }

  /** The same user, who leaves no mail. */
  private static User deleting(User user) {
    return new User(
        user.resource(),
        user.mailboxId(),
        user.address(),
        user.displayName(),
        user.verifier(),
        user.aliases(),
        user.sendPolicy(),
        user.quota(),
        user.suspended(),
        DeletionPolicy.Delete,
        user.adopt());
  }

  protected static ServerConfig config(User... users) {
    return BASE.build().withUsers(List.of(users));
  }

  /** A config is swapped in, some time after the one before. */
  protected final void runs(ServerConfig config) {
    now = now.plusSeconds(60);
    store.owners().prepare(config, now);
    store.owners().complete(config, now);
  }

  protected final void runs(User... users) {
    runs(config(users));
  }

  private void mail(String uid, String... subjects) {
    for (var subject : subjects) {
      Messages.in(store).subject(subject).mailbox(uid).commit();
    }
  }

  protected final List<String> subjects(String uid) {
    return store.list(Queries.mailbox(uid)).entries().stream()
        .map(entry -> entry.summary().subject())
        .sorted()
        .toList();
  }

  private List<RetainedMailbox> retained(Optional<DomainName> domain, int limit) {
    return store
        .reads(Requester.SERVER)
        .retained(new RetainedQuery(domain, Optional.empty(), Optional.empty(), limit))
        .mailboxes();
  }

  protected final List<String> retained() {
    return retained(Optional.empty(), 1000).stream().map(RetainedMailbox::id).toList();
  }

  protected final List<FoundMailbox> found() {
    return store.reads(Requester.SERVER).found("", 1000).found();
  }

  @Test
  void whoIsGoneLeavesAClosedMailboxThatSaysWhose() throws IOException {
    runs(
        user("uid-1", "alice@example.com", Adopt.None),
        user("uid-9", "bob@example.com", Adopt.None));
    mail("uid-1", "one", "two");
    var usage = store.usage("uid-1");

    runs(user("uid-9", "bob@example.com", Adopt.None));

    var closed =
        new RetainedMailbox("uid-1", Mailbox.of("alice@example.com"), "mail", "alice", usage, now);
    assertThat(retained(Optional.empty(), 10)).containsExactly(closed);
    reopen();
    runs(user("uid-9", "bob@example.com", Adopt.None));
    assertThat(retained(Optional.empty(), 10)).containsExactly(closed);
    assertThat(store.reads(Requester.SERVER).retained("uid-1")).contains(closed);
    assertThat(store.reads(Requester.SERVER).retained("uid-9")).isEmpty();
  }

  @Test
  void whoLeavesNothingBehindIsForgotten() {
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew));
    runs();
    runs(user("uid-2", "alice@example.com", Adopt.WhenNew));

    assertThat(retained()).isEmpty();
    assertThat(found()).isEmpty();
  }

  @Test
  void whoIsDeclaredAnewHasTheMailAndWhatWasSentAndTheKeys() throws IOException {
    var sender = Submitter.of("alice@example.com", "uid-1");
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew));
    mail("uid-1", "one", "two");
    Messages.in(store)
        .user(sender)
        .receivedAt(NOW)
        .returnsTo(Optional.of("uid-1"))
        .delivery("a@elsewhere.example")
        .idempotency("uid-1", "key", "f")
        .commit();
    Messages.in(store).returnsTo(Optional.of("uid-1")).delivery("b@elsewhere.example").commit();
    var usage = store.usage("uid-1");
    var waiting = store.queue().waiting("uid-1");
    runs();

    var again = config(user("uid-2", "alice@example.com", Adopt.WhenNew));
    store.owners().prepare(again, now.plusSeconds(1));
    assertThat(subjects("uid-2")).as("before it runs").containsExactly("one", "two");
    runs(again);

    assertThat(subjects("uid-2")).containsExactly("one", "two");
    assertThat(store.usage("uid-2")).isEqualTo(usage);
    assertThat(store.usage("uid-1")).isEqualTo(new MailboxUsage(0, 0));
    assertThat(store.queue().waiting("uid-2")).isEqualTo(waiting).isPositive();
    assertThat(store.queue().waiting("uid-1")).isZero();
    assertThat(sentBy("uid-2")).containsExactly("a@elsewhere.example");
    assertThat(store.queue().lease("elsewhere.example", NOW, 1).orElseThrow().any().returnsTo())
        .as("whose reverse-path it was when nobody handed it over")
        .contains("uid-2");
    assertThat(store.queue().lease("elsewhere.example", NOW, 1).orElseThrow().any().returnsTo())
        .as("its own")
        .contains("uid-2");
    assertThat(
            Messages.in(store)
                .receivedAt(NOW)
                .user(Submitter.of("alice@example.com", "uid-2"))
                .delivery("a@elsewhere.example")
                .idempotency("uid-2", "key", "f")
                .commit())
        .isInstanceOf(Repeated.class);
    assertThat(retained()).isEmpty();
    assertThat(found())
        .containsExactly(new FoundMailbox("uid-2", "uid-1", usage, NOW.plusSeconds(120), true));
    reopen();
    runs(again);
    assertThat(subjects("uid-2")).containsExactly("one", "two");
    assertThat(store.usage("uid-2")).isEqualTo(usage);
    assertThat(store.queue().waiting("uid-2")).isEqualTo(waiting);
  }

  private List<String> sentBy(String mailboxId) {
    var query =
        new DeliveryQuery(
            100,
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(mailboxId),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return store.queue().list(query).deliveries().stream()
        .map(each -> each.recipient().address())
        .toList();
  }

  @Test
  void strangersGetNothing() {
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew, "sales@example.com"));
    mail("uid-1", "secret");
    runs();

    runs(
        user("other", "uid-2", "alice@example.com", Adopt.Always),
        user("uid-3", "alice@example.org", Adopt.Always),
        user("uid-4", "sales@example.com", Adopt.Always),
        user("uid-5", "alicia@example.com", Adopt.Always, "al@example.com"));

    assertThat(retained()).containsExactly("uid-1");
    assertThat(found()).isEmpty();
    assertThat(subjects("uid-1")).containsExactly("secret");
  }

  @Test
  void whatSomebodyHasNobodyTakes() {
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew));
    mail("uid-1", "secret");

    // as it would be had the address moved to another, the first having a new one
    runs(
        user("uid-1", "alice.old@example.com", Adopt.WhenNew),
        user("uid-2", "alice@example.com", Adopt.Always));

    assertThat(subjects("uid-1")).containsExactly("secret");
    assertThat(subjects("uid-2")).isEmpty();
    assertThat(found()).isEmpty();
  }

  @Test
  void whatIsBeingRemovedNobodyTakes() {
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew));
    mail("uid-1", "secret");
    var tombstone =
        List.of(new io.mailhelm.config.Tombstone("uid-1", Mailbox.of("alice@example.com")));

    var again = config(user("uid-2", "alice@example.com", Adopt.WhenNew)).withTombstones(tombstone);
    runs(again);
    store.deleteMailbox("uid-1");

    assertThat(subjects("uid-2")).isEmpty();
    assertThat(retained()).isEmpty();
    assertThat(found()).isEmpty();
    runs(user("uid-2", "alice@example.com", Adopt.Always));
    assertThat(subjects("uid-2")).isEmpty();
  }

  /** As where a MailDomain goes together with its users: no server is told to remove anything. */
  @Test
  void whatItsUserWantedDeletedNobodyTakesThoughNothingRemovedIt() {
    var alice = user("uid-1", "alice@example.com", Adopt.WhenNew);
    runs(alice);
    mail("uid-1", "secret");
    runs(deleting(alice));
    runs();

    for (var adopt : List.of(Adopt.WhenNew, Adopt.Always)) {
      runs(user("uid-2", "alice@example.com", adopt));
      assertThat(subjects("uid-2")).as(adopt.name()).isEmpty();
      assertThat(found()).isEmpty();
    }
    assertThat(retained()).containsExactly("uid-1");
  }

  @Test
  void whoSaysNoIsToldOfItAndHasItOnceItSaysYes() {
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew));
    mail("uid-1", "old");
    runs();
    runs(user("uid-2", "alice@example.com", Adopt.None));
    mail("uid-2", "new");

    assertThat(subjects("uid-2")).containsExactly("new");
    assertThat(retained()).containsExactly("uid-1");
    assertThat(found()).extracting(FoundMailbox::taken).containsExactly(false);
    runs(user("uid-2", "alice@example.com", Adopt.WhenNew));
    assertThat(subjects("uid-2")).as("it is not new any more").containsExactly("new");

    var before = store.owners().revision();
    runs(user("uid-2", "alice@example.com", Adopt.Always));
    assertThat(subjects("uid-2")).containsExactly("new", "old");
    assertThat(store.usage("uid-2").messages()).isEqualTo(2);
    assertThat(retained()).isEmpty();
    assertThat(found()).extracting(FoundMailbox::taken).containsExactly(true);
    assertThat(store.owners().revision()).isNotEqualTo(before);
  }

  @Test
  void ofSeveralItIsTheOneThatWasClosedLastAndTheOthersStay() {
    for (var uid : List.of("uid-2", "uid-3", "uid-1")) {
      runs(user(uid, "alice@example.com", Adopt.None));
      mail(uid, "of " + uid);
      runs();
    }

    runs(user("uid-7", "alice@example.com", Adopt.Always));
    assertThat(subjects("uid-7")).containsExactly("of uid-1");
    assertThat(retained()).containsExactly("uid-2", "uid-3");
    runs(
        user("uid-7", "alice@example.com", Adopt.Always),
        user("uid-8", "b@example.com", Adopt.None));
    assertThat(subjects("uid-7")).containsExactly("of uid-1");
    assertThat(retained()).containsExactly("uid-2", "uid-3");
  }

  @Test
  void whatCameMeanwhileGoesAfterTheRest() {
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew));
    mail("uid-1", "one");
    var replaced = config(user("uid-2", "alice@example.com", Adopt.WhenNew));

    store.owners().prepare(replaced, now);
    mail("uid-1", "by the config before");
    mail("uid-2", "by the new one");
    store.owners().complete(replaced, now);

    assertThat(subjects("uid-2")).containsExactly("by the config before", "by the new one", "one");
    assertThat(subjects("uid-1")).isEmpty();
    assertThat(retained()).isEmpty();
  }

  @Test
  void whatWasHalfWayGoesOnAfterACrash() throws IOException {
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew));
    mail("uid-1", "one");
    store.owners().prepare(config(user("uid-2", "alice@example.com", Adopt.WhenNew)), now);
    mail("uid-1", "two");
    reopen();

    runs(user("uid-3", "alice@example.com", Adopt.WhenNew));

    assertThat(subjects("uid-3")).containsExactly("one", "two");
    assertThat(retained()).isEmpty();
    assertThat(store.usage("uid-3").messages()).isEqualTo(2);
  }

  @Test
  void manyMessagesAndManyUsersGoInParts() {
    int many = 1_201;
    var users = new ArrayList<User>();
    var again = new ArrayList<User>();
    for (int i = 0; i < many; i++) {
      users.add(user("old-" + i, "u" + i + "@example.com", Adopt.WhenNew));
      again.add(user("new-" + i, "u" + i + "@example.com", Adopt.WhenNew));
    }
    runs(BASE.build().withUsers(users));
    users.forEach(user -> mail(user.mailboxId(), "of " + user.address()));
    int more = 700;
    IntStream.range(0, more).forEach(i -> mail("old-0", "more"));
    mail("new-0", "of its own");
    runs();

    runs(BASE.build().withUsers(again));

    again.forEach(user -> assertThat(subjects(user.mailboxId())).contains("of " + user.address()));
    assertThat(store.usage("new-0").messages()).isEqualTo(more + 2);
    assertThat(retained()).isEmpty();
    assertThat(found()).hasSize(1000).allMatch(FoundMailbox::taken);
  }

  @Test
  void aUserWhoIsBackHasItsOwnMailbox() {
    runs(user("alice@example.com", "alice@example.com", Adopt.WhenNew));
    mail("alice@example.com", "one");
    runs();
    assertThat(retained()).containsExactly("alice@example.com");

    runs(user("alice@example.com", "alice@example.com", Adopt.WhenNew));

    assertThat(subjects("alice@example.com")).containsExactly("one");
    assertThat(retained()).isEmpty();
    assertThat(found()).isEmpty();
  }

  @Test
  void whatIsEmptiedIsForgottenInTime() throws IOException {
    runs(user("uid-1", "alice@example.com", Adopt.None));
    mail("uid-1", "one");
    runs();
    store.delete(Optional.of("uid-1"), Optional.empty());
    assertThat(retained()).containsExactly("uid-1");

    store.forget(io.mailhelm.config.Retention.DEFAULT, NOW);

    assertThat(retained()).isEmpty();
  }

  @Test
  void listsComeInPagesAndByDomain() {
    var users = new ArrayList<User>();
    for (int i = 0; i < 5; i++) {
      users.add(user("c" + i, "u" + i + "@example.com", Adopt.None));
      users.add(user("o" + i, "u" + i + "@example.org", Adopt.None));
    }
    runs(BASE.build().withUsers(users));
    users.forEach(user -> mail(user.mailboxId(), "x"));
    runs();

    var reads = store.reads(Requester.SERVER);
    var seen = new ArrayList<String>();
    var after = Optional.<RetainedMailbox.Position>empty();
    do {
      var page = reads.retained(new RetainedQuery(Optional.empty(), Optional.empty(), after, 3));
      assertThat(page.total()).isEqualTo(10);
      page.mailboxes().forEach(mailbox -> seen.add(mailbox.id()));
      after = page.more() ? Optional.of(page.mailboxes().getLast().position()) : Optional.empty();
    } while (after.isPresent());
    assertThat(seen).containsExactly("c0", "c1", "c2", "c3", "c4", "o0", "o1", "o2", "o3", "o4");
    assertThat(retained(Optional.of(DomainName.of("example.org")), 2))
        .extracting(RetainedMailbox::id)
        .containsExactly("o0", "o1");
    assertThat(
            reads
                .retained(
                    new RetainedQuery(
                        Optional.empty(),
                        Optional.of(Mailbox.of("u3@example.com")),
                        Optional.empty(),
                        10))
                .mailboxes())
        .extracting(RetainedMailbox::id)
        .containsExactly("c3");
    assertThat(reads.retainedByDomain(2, 3))
        .extracting(of -> of.domain() + of.count() + of.first().size())
        .containsExactly("example.com52", "example.org51");
  }

  @Test
  void mailForAMailboxThatWasTakenUpGoesToIt() {
    runs(user("uid-1", "alice@example.com", Adopt.WhenNew));
    mail("uid-1", "one");
    runs();
    runs(user("uid-2", "alice@example.com", Adopt.WhenNew));

    var commit =
        Messages.in(store)
            .subject("two")
            .target("uid-2", new Quota(1 << 20, 2), false, Recipient.of("alice@example.com"))
            .commit();

    assertThat(commit).isEqualTo(new Stored());
    assertThat(subjects("uid-2")).containsExactly("one", "two");
    assertThat(store.hasRoom("uid-2", new Quota(1 << 20, 2), 1)).isFalse();
  }
}
