package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ExpectedStore;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Quota;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompilerTest {
  private static CompilerInput input(String text, Optional<ServerConfig> lastGood) {
    return Caller.onLaptop().input(Declared.read(text), Map.of(), lastGood);
  }

  private static ServerConfig config(String text) {
    return Compiler.compile(input(text, Optional.empty())).config().orElseThrow();
  }

  @Test
  void defaultsOfTheSchemasAreThoseOfTheConfig() {
    var config = config(Declared.DOMAIN + Declared.user("alice", ""));

    assertThat(config.server().limits()).isEqualTo(ServerLimits.DEFAULT);
    assertThat(config.users().getFirst().quota()).isEqualTo(Quota.DEFAULT);
  }

  @Test
  void overfullShardRefusesItsNewestUsersAndKeepsTheRest() {
    var first = config(Declared.DOMAIN + Declared.users(200));
    var grown = input(Declared.DOMAIN + Declared.users(300), Optional.of(first));
    var octets = largestShard(first) + 64;

    var compilation = Compiler.compile(grown, octets);

    var running = compilation.config().orElseThrow();
    assertThat(largestShard(running)).isLessThanOrEqualTo(octets);
    assertThat(running.users()).containsAll(first.users()).hasSizeLessThan(300);
    assertThat(compilation.problems())
        .hasSize(300 - running.users().size())
        .extracting(Problem::reason)
        .containsOnly(Reason.ShardFull);
  }

  private static int largestShard(ServerConfig config) {
    return io.mailhelm.config.ConfigDocument.of(config).parts().entrySet().stream()
        .filter(part -> part.getKey().length() == 2)
        .mapToInt(part -> part.getValue().length)
        .max()
        .orElseThrow();
  }

  @Test
  void userWhoseShardOverflowsByItsChangeKeepsItsLastGoodForm() {
    var first = config(Declared.DOMAIN + Declared.user("alice", ""));
    var aliases = new StringBuilder("aliases: [a0");
    for (int i = 1; i < 100; i++) {
      aliases.append(", x").append(Integer.toString(i * 7919, 36));
    }
    var text = Declared.DOMAIN + Declared.user("alice", aliases + "]");

    var compilation = Compiler.compile(input(text, Optional.of(first)), largestShard(first) + 16);

    assertThat(compilation.config()).contains(first);
    assertThat(compilation.problems()).extracting(Problem::reason).contains(Reason.ShardFull);
  }

  @Test
  void ofADomainThatCannotBeReadNoPasswordIsCalledUnusable() {
    var alice =
        Declared.user("alice", "passwordSecretRef: {name: chosen, key: password}")
            + """
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: chosen}
            stringData: {password: words of hers}
            """;
    var first = config(Declared.DOMAIN + alice);
    var unreadable = Declared.DOMAIN.replace("Capture", "Foo");

    var compilation = Compiler.compile(input(unreadable + alice, Optional.of(first)));

    assertThat(compilation.config()).contains(first);
    assertThat(compilation.problems())
        .filteredOn(problem -> problem.resource().kind().equals("MailUser"))
        .extracting(Problem::reason)
        .containsExactly(Reason.ReferenceRefused);
  }

  @Test
  void tombstoneGoesOnceEveryServerHasRemovedTheMailbox() {
    var first = config(Declared.DOMAIN + Declared.user("alice", "deletionPolicy: Delete"));
    var second =
        Compiler.compile(input(Declared.DOMAIN, Optional.of(first))).config().orElseThrow();
    assertThat(second.tombstones()).hasSize(1);
    var third = input(Declared.DOMAIN, Optional.of(second));

    assertThat(Compiler.compile(third).config().orElseThrow().tombstones()).hasSize(1);
    var removed =
        new CompilerInput(
            third.resources(),
            third.verifiers(),
            third.files(),
            third.lastGood(),
            Set.of("alice@example.com"),
            third.platform(),
            third.dev(),
            List.of(),
            Optional.empty());
    assertThat(Compiler.compile(removed).config().orElseThrow().tombstones()).isEmpty();
  }

  @Test
  void tombstoneGoesWhenTheAddressIsDeclaredAgain() {
    var alice = Declared.DOMAIN + Declared.user("alice", "deletionPolicy: Delete");
    var first = config(alice);
    var second =
        Compiler.compile(input(Declared.DOMAIN, Optional.of(first))).config().orElseThrow();

    var third = Compiler.compile(input(alice, Optional.of(second))).config().orElseThrow();

    assertThat(third.tombstones()).isEmpty();
    assertThat(third.users()).extracting(User::mailboxId).containsExactly("alice@example.com");
  }

  @Test
  void whatRunsCompilesToItself() {
    var text = Declared.DOMAIN + Declared.users(50);
    var first = config(text);

    assertThat(Compiler.compile(input(text, Optional.of(first))).config()).contains(first);
  }

  @Test
  void storesThatPodsHadMailInAreOfTheConfigWhateverRanBefore() {
    var input = input(Declared.DOMAIN, Optional.empty());
    var stores = List.of(new ExpectedStore("example-com-smtp-0", "0".repeat(32), false));
    var first =
        Compiler.compile(
                new CompilerInput(
                    input.resources(),
                    input.verifiers(),
                    input.files(),
                    Optional.empty(),
                    Set.of(),
                    input.platform(),
                    input.dev(),
                    List.of(),
                    Optional.empty(),
                    stores))
            .config()
            .orElseThrow();

    assertThat(first.stores()).isEqualTo(stores);
    assertThat(config(Declared.DOMAIN).stores()).isEmpty();
    assertThat(Compiler.compile(input(Declared.DOMAIN, Optional.of(first))).config().orElseThrow())
        .extracting(ServerConfig::stores)
        .isEqualTo(List.of());
  }

  @Test
  void verifierThatCouldNotBeMadeRefusesTheUser() {
    var input = input(Declared.DOMAIN + Declared.user("alice", ""), Optional.empty());
    var without =
        new CompilerInput(
            input.resources(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Set.of(),
            Platform.LAPTOP,
            false,
            List.of(),
            Optional.empty());

    var compilation = Compiler.compile(without);

    assertThat(compilation.config().orElseThrow().users()).isEmpty();
    assertThat(compilation.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.reason()).isEqualTo(Reason.SecretKeyInvalid));
  }

  private static String policy(String name, String spec) {
    return """
    ---
    apiVersion: mailhelm.io/v1alpha1
    kind: SendPolicy
    metadata: {name: %s}
    spec: {domainRef: {name: example-com}, %s}
    """
        .formatted(name, spec);
  }

  @Test
  void policyThatCannotBeReadNowGovernsBeforeTheDefault() {
    var base = Declared.DOMAIN + Declared.user("alice", "") + policy("open", "default: true");
    base = base.replace("metadata: {name: alice}", "metadata: {name: alice, labels: {team: a}}");
    var selector = "selector: {matchLabels: {team: a}}, allowedClients: ";
    var first = config(base + policy("inside", selector + "[10.0.0.0/8]"));
    assertThat(first.users().getFirst().sendPolicy()).contains("inside");

    var broken = input(base + policy("inside", selector + "10.0.0.0/8"), Optional.of(first));

    assertThat(Compiler.compile(broken).config()).contains(first);
  }

  @Test
  void policyThatWasNeverReadLetsNobodyInUnbound() {
    var text =
        Declared.DOMAIN
            + Declared.user("alice", "")
            + policy("inside", "default: true, allowedClients: 10.0.0.0/8");

    var compilation = Compiler.compile(input(text, Optional.empty()));

    assertThat(compilation.config().orElseThrow().users()).isEmpty();
    assertThat(compilation.problems())
        .extracting(Problem::reason)
        .contains(Reason.ReferenceRefused);
  }
}
