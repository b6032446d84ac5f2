package io.mailhelm.cli.serve;

import static io.mailhelm.config.DkimKey.Stage.Active;
import static io.mailhelm.config.DkimKey.Stage.Pending;
import static io.mailhelm.config.DkimKey.Stage.Retiring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.FolderKeyStore;
import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.dns.rotation.RecordVisibility;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.watch.PlayedLookups;
import io.mailhelm.watch.ServerWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of generated keys while a folder is served, in a world of which a test decides what
 * it sees.
 */
class KeysOfAServedFolderTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String DOMAIN =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: MailDomain
      metadata: {name: example}
      spec:
        domain: example.test
        outbound: %s
        dkim: {algorithms: [Ed25519], rotateAfter: %s, retireAfter: 1h}
        %s
        server:
          listeners:
            - {name: smtp, port: 2525, tls: Optional, auth: Required}
      """;

  @TempDir Path parent;

  private final Set<String> published = ConcurrentHashMap.newKeySet();
  private final Set<String> askedFor = ConcurrentHashMap.newKeySet();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private LiveConfig live;
  private FolderReconciler reconciler;
  private ServerWatch domains;

  @AfterEach
  void stop() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  private Map<String, RecordVisibility> sights(Collection<DkimKey> keys) {
    return keys.stream()
        .peek(key -> askedFor.add(key.selector()))
        .collect(
            Collectors.toMap(
                DkimKey::selector,
                key ->
                    new RecordVisibility(
                        published.contains(key.record()), Duration.ZERO, "ns.test has none")));
  }

  private void serve(String outbound, String rotateAfter, String dns) throws IOException {
    var folder = Files.createDirectories(parent.resolve("folder"));
    Files.writeString(folder.resolve("domain.yaml"), DOMAIN.formatted(outbound, rotateAfter, dns));
    var data = DataFolder.open(parent.resolve("data"));
    Observer observer = events::add;
    var report = new CompilationReport(new StatusFiles(data), observer, CLOCK);
    reconciler = new FolderReconciler(folder, data, true, UnaryOperator.identity(), report, CLOCK);
    open.add(reconciler);
    live = new LiveConfig(reconciler.begin().config().orElseThrow(), List.of(), CLOCK, observer);
    var lookups =
        new PlayedLookups(
            (domain, ehlo) ->
                new DnsReport(List.of(), "", List.of(), DnsReport.Dnssec.Indeterminate),
            (domain, keys) -> sights(keys));
    var events = new DomainEvents(reconciler, observer);
    domains = new ServerWatch(new ServerWatch.Shared(lookups, events, CLOCK), events);
    open.add(domains);
    reconciler.drive(live, domains, () -> LaptopObservations.NONE);
  }

  private List<DkimKey> keys() {
    return live.current().config().domains().getFirst().dkim();
  }

  private Optional<DkimKey> key(DkimKey.Stage stage) {
    return keys().stream().filter(key -> key.stage() == stage).findFirst();
  }

  private List<String> privateKeys() {
    return live.current().config().keys().stream()
        .map(KeyPem::name)
        .filter(name -> name.startsWith("dkim/"))
        .toList();
  }

  @Test
  void aKeySignsOnceItsRecordIsSeenAndNotBefore() throws IOException {
    serve("Deliver", "2160h", "dns: {checkInterval: 1s}");
    await().until(() -> askedFor.contains("ed25519"));
    assertThat(keys()).extracting(DkimKey::stage).containsExactly(Pending);
    assertThat(privateKeys()).isEmpty();

    published.add(keys().getFirst().record());

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(key(Active)).as("%s", events).isPresent());
    assertThat(privateKeys()).containsExactly(keys().getFirst().key());
    assertThat(events)
        .contains(
            new Event.KeyMoved(
                "example.test", "ed25519", Optional.of(DkimKey.Stage.Active), "it signs"));
  }

  @Test
  void theStatusSaysWhoDoesNotShowTheRecordOfAKeyThatWaits() throws IOException {
    serve("Deliver", "2160h", "dns: {checkInterval: 1s}");
    var statuses = new StatusFiles(DataFolder.open(parent.resolve("data")));

    await()
        .untilAsserted(
            () -> assertThat(statuses.all().toString()).contains("(not seen: ns.test has none)"));
  }

  @Test
  void anotherTakesOverOnlyWhenItsRecordIsSeen() throws IOException {
    serve("Deliver", "1s", "dns: {checkInterval: 1s}");
    published.add(keys().getFirst().record());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(key(Active)).as("%s", events).isPresent());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(key(Pending)).isPresent());
    var first = key(Active).orElseThrow();
    var second = key(Pending).orElseThrow();
    askedFor.clear();
    await().atMost(Duration.ofSeconds(20)).until(() -> askedFor.contains(second.selector()));
    assertThat(privateKeys()).containsExactly(first.key());

    published.add(second.record());

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(key(Retiring)).map(DkimKey::selector).contains(first.selector()));
    assertThat(privateKeys()).contains(second.key()).doesNotContain(first.key());
  }

  @Test
  void aServerThatStartsAgainGoesOnWhereItWas() throws Exception {
    serve("Deliver", "2160h", "dns: {checkInterval: 1s}");
    published.add(keys().getFirst().record());
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(key(Active)).as("%s", events).isPresent());
    var before = keys();
    stop();
    open.clear();
    published.clear();

    serve("Deliver", "2160h", "dns: {checkInterval: 1s}");

    assertThat(keys()).isEqualTo(before);
    assertThat(privateKeys()).hasSize(1);
  }

  @Test
  void nobodyIsAskedForADomainWhoseMailNeverLeaves() throws IOException {
    serve("Capture", "2160h", "");
    await().until(() -> domains.observed().containsKey("example"));

    assertThat(keys()).extracting(DkimKey::stage).containsExactly(Pending);
    assertThat(askedFor).isEmpty();
    assertThat(events)
        .as("nobody is to publish a record either")
        .noneMatch(event -> event instanceof Event.DnsSeen || event instanceof Event.KeyMoved);
  }

  @Test
  void aPausedMailDomainIsLeftAlone() throws IOException {
    serve("Deliver", "2160h", "dns: {checkInterval: 1s}");
    await().until(() -> domains.observed().containsKey("example"));
    var file = parent.resolve("folder").resolve("domain.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "{name: example}", "{name: example, annotations: {mailhelm.io/pause: \"true\"}}"));
    reconciler.reconcile();

    assertThat(domains.observed()).isEmpty();
    assertThat(live.current().config().domains()).hasSize(1);
  }

  @Test
  void aKeyThatSomebodyPutThereIsCompiledBeforeItIsDriven() throws IOException {
    serve("Deliver", "2160h", "dns: {checkInterval: 1s}");
    await().until(() -> askedFor.contains("ed25519"));
    var before = keys().getFirst().record();
    var data = DataFolder.open(parent.resolve("data"));
    var store =
        new FolderKeyStore(
            SigningKeys.in(data, CLOCK),
            new SecretName("default", "example-dkim"),
            FolderKeyStore.Write::run);
    var there = new TreeMap<>(store.read().data());
    there.put("ed25519.key", DkimKeys.generate().get("ed25519.key"));
    assertThat(store.replace(store.read(), there)).isTrue();

    await().until(() -> !keys().getFirst().record().equals(before));
  }
}
