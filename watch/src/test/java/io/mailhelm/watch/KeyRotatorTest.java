package io.mailhelm.watch;

import static io.mailhelm.config.DkimKey.Algorithm.Ed25519;
import static io.mailhelm.config.DkimKey.Stage.Active;
import static io.mailhelm.config.DkimKey.Stage.Pending;
import static io.mailhelm.config.DkimKey.Stage.Retired;
import static io.mailhelm.watch.PlayedDomains.ALL_THE_TIME;
import static io.mailhelm.watch.PlayedDomains.domain;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.Domain;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.DkimSpec;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.rotation.RecordVisibility;
import io.mailhelm.keys.DkimKeys;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyRotatorTest {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Requirements.Dkim WANTED =
      new Requirements.Dkim(
          new ResourceRef("MailDomain", "default", "a"),
          new SecretName("default", "a-dkim"),
          List.of(DkimSpec.Algorithm.Ed25519),
          true,
          Duration.ofDays(90),
          Duration.ofDays(7),
          Duration.ofDays(10));

  private final CountingListener listener = new CountingListener();
  private final AtomicInteger asked = new AtomicInteger();
  private final PlayedKeyStore store = new PlayedKeyStore();
  private volatile boolean seen;
  private volatile Runnable whileAsking = () -> {};
  private final KeyRotator rotator =
      new KeyRotator(
          new ServerWatch.Shared(
              new PlayedLookups(
                  (domain, ehlo) -> {
                    throw new AssertionError("nobody asked for " + domain);
                  },
                  (domain, keys) -> {
                    asked.incrementAndGet();
                    whileAsking.run();
                    return Map.of(
                        "first",
                        new RecordVisibility(seen, Duration.ZERO, seen ? "" : "ns has none"));
                  }),
              listener,
              Clock.systemUTC()),
          listener);

  @AfterEach
  void close() {
    rotator.close();
  }

  private static DkimLedger.Key key(String selector, DkimKey.Stage stage) {
    return new DkimLedger.Key(selector, Ed25519, stage, LONG_AGO, Optional.empty());
  }

  private static Map<String, byte[]> secret(DkimLedger.Key... keys) {
    var wanted = new DkimLedger(List.of(keys));
    var all = Stream.of(keys).map(key -> key(key.selector(), Pending)).toList();
    var made = DkimKeys.keep(Map.of(), new DkimLedger(all));
    return DkimKeys.keep(made, wanted);
  }

  private static Domain watched(boolean watched) {
    return domain(
        "a", ALL_THE_TIME, watched, new DkimKey("first", Ed25519, Pending, "AAAA", "dkim/a/first"));
  }

  private void follow(Optional<Domain> domain) {
    follow(domain, store.read().version());
  }

  private void follow(Optional<Domain> domain, String version) {
    rotator.follow(
        Map.of(
            "a",
            new KeySubject(
                new GeneratedKeys("a.example", WANTED, store, version),
                domain,
                List.of(),
                new AddressRules(List.of()))));
  }

  private Optional<DkimKey.Stage> stage(String selector) {
    return DkimLedger.in(store.read().data())
        .flatMap(ledger -> ledger.key(selector))
        .map(k -> k.stage());
  }

  @Test
  void aKeyThatIsSeenSignsAndTheDomainIsToBeCompiledAgain() {
    store.put(secret(key("first", Pending)));
    follow(Optional.of(watched(true)));
    await().until(() -> rotator.states().containsKey("a"));
    assertThat(rotator.states().get("a").unseen()).containsEntry("first", "ns has none");
    await().until(() -> listener.keyChanges.get() == 1);
    await().until(() -> asked.get() > 3);
    assertThat(listener.keyChanges).as("only news is told").hasValue(1);
    assertThat(listener.replaced).hasValue(0);

    seen = true;
    await()
        .until(
            () -> {
              follow(Optional.of(watched(true))); // as who compiles would, once it is told
              return stage("first").equals(Optional.of(Active));
            });
    await().until(() -> listener.replaced.get() > 0);
    await()
        .until(
            () -> rotator.states().get("a").ledger().key("first").orElseThrow().stage() == Active);
  }

  @Test
  void whatWasNotCompiledIsNeitherAskedForNorWritten() {
    store.put(secret(key("first", Pending)));
    follow(Optional.of(watched(true)), "of before");

    await().until(() -> listener.replaced.get() == 1);
    assertThat(asked).hasValue(0);
    assertThat(listener.keyLooks).hasValue(0);
  }

  @Test
  void whatSomebodyChangesWhileItIsAskedForIsNotWritten() {
    seen = true;
    var theirs = secret(key("theirs", Pending));
    store.put(secret(key("first", Pending)));
    whileAsking = () -> store.put(theirs);
    follow(Optional.of(watched(true)));

    await().until(() -> listener.replaced.get() == 1);
    assertThat(store.read().holds(theirs)).isTrue();
    assertThat(rotator.states()).isEmpty();
  }

  @Test
  void aLedgerThatCannotBeReadIsToldOnceAndStaysAsItIs() {
    Map<String, byte[]> broken = Map.of(DkimLedger.ENTRY, "{".getBytes(UTF_8));
    store.put(broken);
    follow(Optional.of(watched(true)));

    await().until(() -> listener.unreadable.get() == 1);
    follow(Optional.of(watched(true)));
    assertThat(store.read().holds(broken)).isTrue();
    assertThat(asked).hasValue(0);
    assertThat(listener.failures).hasValue(0);
  }

  @Test
  void keysOfADomainThatNobodyLooksAtGrowOldAndNobodyIsAsked() {
    store.put(secret(key("first", Pending), key("gone", Retired)));
    follow(Optional.of(watched(false)));

    await().until(() -> stage("gone").isEmpty());
    assertThat(stage("first")).contains(Pending);
    assertThat(asked).hasValue(0);
  }

  /** What runs of it may be of other keys than are there. */
  @Test
  void nobodyIsAskedForKeysOfADomainThatIsRefused() {
    seen = true;
    store.put(secret(key("first", Pending)));
    follow(Optional.empty());

    await().until(() -> rotator.states().containsKey("a"));
    assertThat(stage("first")).contains(Pending);
    assertThat(asked).hasValue(0);
  }
}
