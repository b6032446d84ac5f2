package io.mailhelm.smtp.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.DecoyKey;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecoyVerifiersTest {
  private static final DecoyKey KEY = key(1);
  private static final List<String> NAMES =
      IntStream.range(0, 400).mapToObj(i -> "nobody" + i + "@example.com").toList();

  @Test
  void areTheSameInEveryProcessThatHasTheConfig() {
    var one = decoys(config(Optional.of(KEY), 3, 3));
    assertThat(decoys(config(Optional.of(KEY), 3, 3))).isEqualTo(one);
    assertThat(decoys(config(Optional.of(key(2)), 3, 3))).isNotEqualTo(one);
  }

  @Test
  void differWithoutAKeyFromProcessToProcess() {
    assertThat(decoys(config(Optional.empty(), 3, 3)))
        .isNotEqualTo(decoys(config(Optional.empty(), 3, 3)));
  }

  @Test
  void haveTheIterationsThatUsersHave() {
    assertThat(iterations(config(Optional.of(KEY), 5, 0)))
        .containsOnly(ScramVerifier.GENERATED_ITERATIONS);
    assertThat(iterations(config(Optional.of(KEY), 0, 5)))
        .containsOnly(ScramVerifier.CHOSEN_ITERATIONS);
    assertThat(iterations(config(Optional.of(KEY), 200, 1)))
        .contains(ScramVerifier.GENERATED_ITERATIONS, ScramVerifier.CHOSEN_ITERATIONS);
    assertThat(iterations(config(Optional.of(KEY), 1, 200)))
        .contains(ScramVerifier.GENERATED_ITERATIONS, ScramVerifier.CHOSEN_ITERATIONS);
  }

  @Test
  void stayWhenAUserComesOrGoes() {
    assertThat(decoys(config(Optional.of(KEY), 41, 40)))
        .isEqualTo(decoys(config(Optional.of(KEY), 40, 40)));
    assertThat(decoys(config(Optional.of(KEY), 40, 39)))
        .isEqualTo(decoys(config(Optional.of(KEY), 40, 40)));
  }

  @Test
  void haveAnotherSaltWithOtherIterationsAsAnotherPasswordHas() {
    var some = config(Optional.of(KEY), 5, 0);
    var others = config(Optional.of(KEY), 0, 5);
    for (var name : NAMES) {
      assertThat(decoy(name, some).salt()).hasSize(16).isNotEqualTo(decoy(name, others).salt());
    }
  }

  private static List<String> decoys(ConfigSnapshot config) {
    var decoys = new DecoyVerifiers(LoginChecks.randomKey());
    return NAMES.stream()
        .map(name -> decoys.of(name, config))
        .map(decoy -> Arrays.toString(decoy.salt()) + decoy.iterations())
        .toList();
  }

  private static ScramVerifier decoy(String name, ConfigSnapshot config) {
    return new DecoyVerifiers(LoginChecks.randomKey()).of(name, config);
  }

  private static List<Integer> iterations(ConfigSnapshot config) {
    return NAMES.stream()
        .map(name -> decoy(name, config).iterations())
        .collect(Collectors.toList());
  }

  private static DecoyKey key(int seed) {
    var octets = new byte[32];
    new Random(seed).nextBytes(octets);
    return new DecoyKey(octets);
  }

  private static ConfigSnapshot config(Optional<DecoyKey> key, int generated, int chosen) {
    var config = new TestConfig().domain("example.com", Outbound.Capture);
    IntStream.range(0, generated + chosen).forEach(i -> config.user("u" + i + "@example.com", "p"));
    var built = config.build();
    var users = new ArrayList<User>();
    for (var user : built.users()) {
      users.add(users.size() < generated ? user : stretched(user));
    }
    var whole =
        new ServerConfig(
            built.server(),
            built.domains(),
            users,
            built.sendPolicies(),
            built.tombstones(),
            built.closed(),
            built.keys(),
            built.credentials(),
            key,
            built.stores());
    return new LiveConfig(whole, List.of(), Clock.systemUTC(), Observer.NONE).current();
  }

  private static User stretched(User user) {
    var verifier = user.verifier();
    return new User(
        user.resource(),
        user.mailboxId(),
        user.address(),
        user.displayName(),
        new ScramVerifier(
            verifier.salt(),
            ScramVerifier.CHOSEN_ITERATIONS,
            verifier.storedKey(),
            verifier.serverKey()),
        user.aliases(),
        user.sendPolicy(),
        user.quota(),
        user.suspended(),
        user.deletionPolicy(),
        Adopt.None);
  }
}
