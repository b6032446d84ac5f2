package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ClosedMailbox;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.Tombstone;
import io.mailhelm.config.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who has which mailbox as users come and go in a cluster. */
class AdoptionsTest {
  private static final String DOMAINS =
      Declared.DOMAIN
          + """
          ---
          apiVersion: mailhelm.io/v1alpha1
          kind: MailDomain
          metadata: {name: tenant}
          spec: {domain: tenant.example, outbound: Capture, serverRef: {name: example-com}}
          """;
  private static final String GOING =
      ", finalizers: [mailhelm.io/mailbox], deletionTimestamp: \"2026-11-23T00:00:00Z\"";

  private Optional<ServerConfig> running = Optional.empty();
  private int shardOctets = ShardBound.MAX_OCTETS;

  @Test
  void aMailboxThatIsKeptIsRememberedAndTakenOverLater() {
    declare(user("alice", "u1", "example-com", "", ""));
    declare(user("alice", "u1", "example-com", GOING, ""));
    assertThat(running.orElseThrow().closed()).containsExactly(closed("u1", "alice@example.com"));
    declare("");
    declare(user("bob", "u2", "example-com", "", ""));
    assertThat(declare(adopting("carol", "u3", "u1", "example-com", "", "")))
        .isEqualTo(Map.of("carol", "u1"));
    assertThat(running.orElseThrow().closed()).containsExactly(closed("u2", "bob@example.com"));
    assertThat(declare(adopting("carol", "u3", "u1", "example-com", "", "")))
        .isEqualTo(Map.of("carol", "u1"));
  }

  @Test
  void aMailboxIsStillKnownAfterItsDomainWasAway() {
    declare(user("alice", "u1", "tenant", "", ""));
    compile(Declared.DOMAIN);
    assertThat(declare(adopting("carol", "u3", "u1", "example-com", "", "")))
        .isEqualTo(Map.of("carol", "u3"));
    assertThat(declare(adopting("carol", "u3", "u1", "tenant", "", "")))
        .isEqualTo(Map.of("carol", "u1"));
  }

  @Test
  void nobodysMailIsRemovedWithAUserThatClaimedIt() {
    declare(user("alice", "u1", "example-com", "", "") + user("gone", "u2", "tenant", "", ""));
    declare(user("alice", "u1", "example-com", "", ""));
    var delete = "deletionPolicy: Delete";
    for (var claim : Set.of("u1", "u2", "postmaster@tenant.example")) {
      declare(
          user("alice", "u1", "example-com", "", "")
              + adopting("mallory", "u3", claim, "example-com", GOING, delete));
      assertThat(running.orElseThrow().tombstones())
          .containsExactly(new Tombstone("u3", Mailbox.of("mallory@example.com")));
      assertThat(running.orElseThrow().closed()).contains(closed("u2", "gone@tenant.example"));
    }
  }

  @Test
  void remembersTheFirstTwentyThousandOfADomain() {
    declare(user("alice", "u1", "example-com", "", "") + user("bert", "u2", "tenant", "", ""));
    var full =
        IntStream.range(0, ClosedMailbox.MAX_PER_DOMAIN)
            .mapToObj(i -> closed("c%05d".formatted(i), "c%d@example.com".formatted(i)))
            .toList();
    running = running.map(config -> config.withClosed(full));
    declare("");
    assertThat(running.orElseThrow().closed())
        .hasSize(ClosedMailbox.MAX_PER_DOMAIN + 1)
        .containsAll(full)
        .contains(closed("u2", "bert@tenant.example"));
    assertThat(ConfigDocument.of(running.orElseThrow()).parts().values())
        .allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(ShardBound.MAX_OCTETS));
  }

  @Test
  void closedMailboxesTakeTheRoomThatTheUsersOfTheirShardLeave() {
    declare(user("alice", "u1", "example-com", "", "") + user("bert", "u2", "tenant", "", ""));
    var shard = ConfigDocument.shardOf(Mailbox.of("alice@example.com"));
    var random = new Random(1);
    var full =
        Stream.generate(() -> closed(text(random, 32), text(random, 64) + "@example.com"))
            .filter(mailbox -> ConfigDocument.shardOf(mailbox.address()).equals(shard))
            .limit(300)
            .sorted(Comparator.comparing(ClosedMailbox::mailboxId))
            .toList();
    running = running.map(config -> config.withClosed(full));
    shardOctets = 10_000;
    assertThat(declare(user("alice", "u1", "example-com", "", ""))).containsOnlyKeys("alice");
    var closed = new ArrayList<>(running.orElseThrow().closed());
    assertThat(closed.remove(closed("u2", "bert@tenant.example"))).isTrue();
    assertThat(closed).hasSizeBetween(50, 299).isEqualTo(full.subList(0, closed.size()));
    assertThat(ConfigDocument.of(running.orElseThrow()).parts().values())
        .allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(shardOctets));
  }

  private static String text(Random random, int length) {
    return random
        .ints('a', 'z' + 1)
        .limit(length)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void aTakenOverMailboxIsRemovedWithItsNewUser() {
    declare(user("alice", "u1", "example-com", "", ""));
    declare("");
    declare(adopting("carol", "u3", "u1", "example-com", "", "deletionPolicy: Delete"));
    declare(adopting("carol", "u3", "u1", "example-com", GOING, "deletionPolicy: Delete"));
    assertThat(running.orElseThrow().tombstones())
        .containsExactly(new Tombstone("u1", Mailbox.of("carol@example.com")));
    assertThat(running.orElseThrow().closed()).isEmpty();
  }

  @Test
  void whoTakesOverFromAUserThatIsGoingWaitsUntilItIsGone() {
    declare(user("alice", "u1", "example-com", "", ""));
    var carol = adopting("carol", "u3", "u1", "example-com", "", "");
    assertThat(declare(user("alice", "u1", "example-com", GOING, "") + carol)).isEmpty();
    assertThat(declare(carol)).isEqualTo(Map.of("carol", "u1"));
  }

  @Test
  void aUserWhoseDeclarationCannotBeReadStillHasItsMailbox() {
    declare(user("alice", "u1", "example-com", "", ""));
    var broken = user("alice", "u1", "example-com", "", "quotaa: {}");
    assertThat(declare(broken + adopting("carol", "u3", "u1", "example-com", "", "")))
        .isEqualTo(Map.of("alice", "u1", "carol", "u3"));
  }

  @Test
  void whoHasTakenOverKeepsItWhateverElseIsClaimed() {
    declare(user("alice", "u1", "example-com", "", ""));
    declare("");
    var carol = adopting("carol", "u3", "u1", "example-com", "", "");
    declare(carol);
    assertThat(declare(carol + adopting("aaron", "u2", "u1", "example-com", "", "")))
        .isEqualTo(Map.of("carol", "u1", "aaron", "u2"));
  }

  @Test
  void inANewClusterWhatNobodyLivingHasIsTakenOver() {
    assertThat(
            declare(
                adopting("alice", "n1", "u1", "example-com", "", "")
                    + adopting("mallory", "n2", "n1", "example-com", "", "")))
        .isEqualTo(Map.of("alice", "u1", "mallory", "n2"));
  }

  /** Who has which mailbox of those that run with these users. */
  private Map<String, String> declare(String users) {
    return compile(DOMAINS + users);
  }

  private Map<String, String> compile(String text) {
    var caller = new Caller(Platform.CLUSTER, false, true);
    var config =
        Compiler.compile(caller.input(Declared.read(text), Map.of(), running), shardOctets)
            .config()
            .orElseThrow();
    assertThat(ConfigDocument.of(config).config()).isEqualTo(config);
    running = Optional.of(config);
    return config.users().stream()
        .collect(Collectors.toMap(user -> user.resource().name(), User::mailboxId));
  }

  private static ClosedMailbox closed(String id, String address) {
    return new ClosedMailbox(id, Mailbox.of(address));
  }

  private static String adopting(
      String name, String uid, String claim, String domain, String metadata, String spec) {
    return user(
        name,
        uid,
        domain,
        ", annotations: {mailhelm.io/adopt: %s}%s".formatted(claim, metadata),
        spec);
  }

  private static String user(String name, String uid, String domain, String metadata, String spec) {
    return """
    ---
    apiVersion: mailhelm.io/v1alpha1
    kind: MailUser
    metadata: {name: %s, uid: %s, creationTimestamp: "2026-01-01T00:00:00Z"%s}
    spec: {domainRef: {name: %s}%s}
    """
        .formatted(name, uid, metadata, domain, spec.isEmpty() ? "" : ", " + spec);
  }
}
