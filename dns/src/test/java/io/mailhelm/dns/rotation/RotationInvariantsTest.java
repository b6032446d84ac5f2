package io.mailhelm.dns.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.DkimLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Worlds where records come and go, servers keep silent, clocks jump, rules change and whoever
 * drives the rotation dies before it wrote what it planned.
 */
class RotationInvariantsTest {
  private static final int WORLDS = 40;
  private static final int STEPS = 300;

  static List<Long> seeds() {
    return new Random(6).longs(WORLDS).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void holdInEveryWorld(long seed) {
    var world = new World(seed);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
  }

  private static final class World {
    private final Random random;
    private DkimLedger ledger = new DkimLedger(List.of());
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private RotationRules rules;

    /** Of its own, apart from the ledger: since when a key was seen in every look. */
    private final Map<String, Instant> seenSince = new HashMap<>();

    /** When a key stopped signing, as far as the clock was never set back behind it. */
    private final Map<String, Instant> stopped = new HashMap<>();

    private final Set<String> published = new HashSet<>();
    private boolean signed;

    World(long seed) {
      random = new Random(seed);
      rules = anyRules();
    }

    private RotationRules anyRules() {
      var algorithms =
          switch (random.nextInt(3)) {
            case 0 -> List.of(DkimKey.Algorithm.Rsa);
            case 1 -> List.of(DkimKey.Algorithm.Ed25519);
            default -> List.of(DkimKey.Algorithm.values());
          };
      return new RotationRules(algorithms, upTo(5_000), upTo(500), upTo(100_000));
    }

    private Duration upTo(int seconds) {
      return Duration.ofSeconds(random.nextInt(seconds));
    }

    void step() {
      now = now.plus(upTo(random.nextInt(20) == 0 ? 50_000 : 300));
      if (random.nextInt(40) == 0) {
        now = now.minus(upTo(100_000));
      }
      if (random.nextInt(60) == 0) {
        rules = anyRules();
      }
      for (var key : ledger.keys()) {
        int dice = random.nextInt(30);
        if (dice < 6) {
          published.add(key.selector());
        } else if (dice == 6) {
          published.remove(key.selector());
        }
      }
      var sights = look();
      var before = ledger;
      var plan = Rotation.next(before, rules, sights, now);
      holds(before, plan, sights);
      if (random.nextInt(5) > 0) { // else it died before it wrote
        ledger = plan.ledger();
        remember(before, sights);
      }
    }

    private Map<String, RecordVisibility> look() {
      return random.nextInt(15) == 0
          ? Map.of()
          : ledger.keys().stream()
              .filter(key -> random.nextInt(20) > 0)
              .collect(
                  Collectors.toMap(
                      DkimLedger.Key::selector,
                      key ->
                          new RecordVisibility(
                              published.contains(key.selector()),
                              Duration.ofSeconds(random.nextInt(900) - 30),
                              "")));
    }

    private void holds(DkimLedger before, RotationPlan plan, Map<String, RecordVisibility> sights) {
      var after = plan.ledger();
      assertThat(Rotation.next(after, rules, sights, now)).isEqualTo(plan);
      assertThat(after.keys()).hasSizeLessThanOrEqualTo(Rotation.MAX_KEYS);
      for (var algorithm : DkimKey.Algorithm.values()) {
        for (var stage : List.of(Stage.Active, Stage.Pending)) {
          assertThat(after.keys())
              .filteredOn(key -> key.algorithm() == algorithm && key.stage() == stage)
              .hasSizeLessThanOrEqualTo(1);
        }
      }
      assertThat(hasActive(after)).isEqualTo(signed || hasActive(after));
      after.keys().stream()
          .filter(key -> key.stage() == Stage.Active)
          .filter(key -> before.key(key.selector()).orElseThrow().stage() != Stage.Active)
          .forEach(key -> wasSeen(key.selector(), sights));
      before.keys().stream()
          .filter(key -> key.stage() == Stage.Retiring)
          .filter(
              key -> after.key(key.selector()).map(k -> k.stage() == Stage.Retired).orElse(true))
          .forEach(key -> stayed(key.selector()));
      assertThat(plan.lookAgain()).isPositive().isLessThanOrEqualTo(Duration.ofHours(1));
      assertThat(plan.nextTransition().filter(time -> !now.isBefore(time))).isEmpty();
    }

    private Instant notLater(Instant time) {
      return time.isAfter(now) ? now : time;
    }

    private boolean hasActive(DkimLedger after) {
      return after.keys().stream().anyMatch(key -> key.stage() == Stage.Active);
    }

    private void wasSeen(String selector, Map<String, RecordVisibility> sights) {
      assertThat(sights.get(selector).everywhere()).isTrue();
      var ttl = sights.get(selector).negativeTtl();
      // what is first seen now is enough where nobody may believe a no
      var since = notLater(seenSince.getOrDefault(selector, now));
      assertThat(since.plus(ttl.isNegative() ? Duration.ZERO : ttl)).isBeforeOrEqualTo(now);
    }

    private void stayed(String selector) {
      assertThat(notLater(stopped.get(selector)).plus(rules.retireAfter())).isBeforeOrEqualTo(now);
    }

    private void remember(DkimLedger before, Map<String, RecordVisibility> sights) {
      signed |= hasActive(ledger);
      seenSince.replaceAll((selector, since) -> notLater(since));
      stopped.replaceAll((selector, since) -> notLater(since));
      for (var key : before.keys()) {
        var sight = sights.get(key.selector());
        if (sight == null || !sight.everywhere()) {
          seenSince.remove(key.selector());
        } else {
          seenSince.putIfAbsent(key.selector(), now);
        }
        if (ledger.key(key.selector()).isEmpty()) {
          seenSince.remove(key.selector());
          published.remove(key.selector());
        }
      }
      for (var key : ledger.keys()) {
        boolean signedBefore =
            before.key(key.selector()).map(k -> k.stage() == Stage.Active).orElse(false);
        if (signedBefore && key.stage() != Stage.Active) {
          stopped.put(key.selector(), now);
        }
      }
    }
  }
}
