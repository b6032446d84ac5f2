package io.mailhelm.cli.watch;

import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.Domain;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.dns.rotation.Rotation;
import io.mailhelm.dns.rotation.Sight;
import io.mailhelm.dns.rotation.Sightings;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.smtp.observe.Observer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Drives the lives of generated signing keys: asks who sees the records of those that wait, and
 * writes down what becomes of them. Keys of a domain that is not watched stay as they are.
 */
final class KeyLoop implements AutoCloseable {
  private final SigningKeys keys;
  private final Sightings sightings;
  private final World world;
  private final Served served;
  private final KeyNews told;
  private final Clock clock;
  private final Rounds<Subject> rounds;

  /** Domains whose ledger says something else than what was compiled last. */
  private final Set<String> owed = ConcurrentHashMap.newKeySet();

  KeyLoop(
      SigningKeys keys,
      Sightings sightings,
      World world,
      Served served,
      Observer observer,
      Clock clock) {
    this.keys = keys;
    this.sightings = sightings;
    this.world = world;
    this.served = served;
    this.told = new KeyNews(observer);
    this.clock = clock;
    this.rounds = new Rounds<>("dkim", this::look, observer);
  }

  private record Subject(Requirements.Dkim wanted, Domain domain) {}

  /**
   * Drives these keys of this config's domains, and no others. One caller at a time.
   *
   * @param generated those that are ours to make
   */
  void follow(List<Requirements.Dkim> generated, ServerConfig config) {
    var subjects = new HashMap<String, Subject>();
    for (var domain : config.domains()) {
      if (domain.dns().watched()) {
        generated.stream()
            .filter(wanted -> wanted.domain().name().equals(domain.name()))
            .forEach(wanted -> subjects.put(domain.name(), new Subject(wanted, domain)));
      }
    }
    rounds.of(subjects);
  }

  @Override
  public void close() {
    rounds.close();
  }

  private Duration look(String name, Subject subject) throws IOException {
    var waiting =
        subject.domain().dkim().stream()
            .filter(key -> key.stage() == DkimKey.Stage.Pending)
            .toList();
    Map<String, Sight> sights =
        waiting.isEmpty() ? Map.of() : sightings.of(subject.domain().domain(), waiting);
    var lookAgain = new AtomicReference<>(Duration.ZERO);
    served.change(
        () -> {
          if (!rounds.isCurrent(name, subject)) {
            return Served.Step.Nothing; // what was asked about is not what is declared now
          }
          var step = advance(subject, sights, lookAgain::set);
          if (step == Served.Step.Compile) {
            owed.add(name);
          }
          return owed.contains(name) ? Served.Step.Compile : step;
        });
    owed.remove(name); // else it threw: the ledger is written, and what runs does not follow it yet
    return lookAgain.get();
  }

  /** The ledger is read here: to ask may have taken a while. */
  private Served.Step advance(
      Subject subject, Map<String, Sight> sights, Consumer<Duration> lookAgain) throws IOException {
    var wanted = subject.wanted();
    var domain = subject.domain();
    var secret = keys.secret(wanted);
    var before = DkimLedger.in(secret).orElseThrow();
    var plan = Rotation.next(before, SigningKeys.rules(wanted), sights, clock.instant());
    var kept = DkimKeys.keep(secret, plan.ledger());
    var ledger = DkimLedger.in(kept).orElseThrow();
    if (!ledger.equals(before)) {
      keys.keep(wanted.secret(), kept);
    }
    lookAgain.accept(pause(plan.lookAgain(), domain.dns().checkInterval()));
    told.of(domain, ledger, sights);
    var news = world.drove(domain.name(), ledger, plan.nextTransition(), Sight.obstacles(sights));
    if (!stages(ledger).equals(stages(before))) {
      return Served.Step.Compile;
    }
    return news ? Served.Step.Report : Served.Step.Nothing;
  }

  /** A short interval is meant for looking at keys too. */
  private static Duration pause(Duration planned, Duration interval) {
    return planned.compareTo(interval) < 0 ? planned : interval;
  }

  private static Map<String, DkimKey.Stage> stages(DkimLedger ledger) {
    var stages = new HashMap<String, DkimKey.Stage>();
    ledger.keys().forEach(key -> stages.put(key.selector(), key.stage()));
    return stages;
  }
}
