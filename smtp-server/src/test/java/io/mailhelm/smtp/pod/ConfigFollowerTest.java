package io.mailhelm.smtp.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.api.ApiKeys;
import io.mailhelm.smtp.fake.ProjectedVolume;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFollowerTest {
  private static final KeyPem KEY = TestCertificate.of("api-tls", "api.example.com");

  @TempDir Path work;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicBoolean diskFails = new AtomicBoolean();
  private final TestConfig declared = new TestConfig().domain("example.com", Outbound.Capture);
  private final LiveConfig live =
      new LiveConfig(declared.build(), List.of(), Clock.systemUTC(), events::add);
  private final ApiKeys keys = new ApiKeys(KEY);
  private ProjectedVolume config;
  private ProjectedVolume token;
  private ProjectedVolume tls;
  private PodVolumes volumes;
  private Thread thread;

  @BeforeEach
  void start() throws IOException {
    config = new ProjectedVolume(work.resolve("config"));
    token = new ProjectedVolume(work.resolve("token"));
    tls = new ProjectedVolume(work.resolve("api-tls"));
    config.write(ConfigDocument.of(declared.build()).parts());
    token.write(octets(Map.of("token", "a-token-for-tests-only")));
    tls.write(pair(KEY));
    volumes =
        PodVolumes.open(
            new PodOptions(
                config.mount(),
                token.mount().resolve("token"),
                tls.mount(),
                work,
                new HttpEndpoint("127.0.0.1", 0, List.of()),
                Optional.empty(),
                false));
    live.follow(
        snapshot -> {
          if (diskFails.get() && !snapshot.config().tombstones().isEmpty()) {
            throw new IllegalStateException("the disk fails");
          }
        });
    var followed = new ConfigFollower(volumes, live, keys, events::add);
    thread = Thread.ofVirtual().start(() -> follow(followed));
  }

  @AfterEach
  void end() throws Exception {
    volumes.close();
    thread.join();
  }

  @Test
  void aTombstoneThatCannotBeCarriedOutIsTriedAgainAndTheOldHashStandsUntilItIs() {
    var before = hash(declared.build());
    eventually(() -> assertThat(live.running()).isEqualTo(before));
    diskFails.set(true);
    var after = declared.tombstone("gone@example.com").build();

    config.write(ConfigDocument.of(after).parts());

    eventually(() -> assertThat(failures()).as("tried again by itself").hasSizeGreaterThan(2));
    assertThat(live.running()).isEqualTo(before);
    diskFails.set(false);
    eventually(() -> assertThat(live.running()).isEqualTo(hash(after)));
  }

  @Test
  void halfASetLeavesWhatRunsAndIsToldWhenItLasts() {
    var before = hash(declared.build());
    eventually(() -> assertThat(live.running()).isEqualTo(before));
    var after = declared.user("alice@example.com", "secret").build();
    var half = new TreeMap<>(ConfigDocument.of(after).parts());
    half.keySet().removeIf(name -> !name.equals(ConfigDocument.INDEX));

    config.write(half);

    eventually(() -> assertThat(live.offered().refusal()).contains("is missing"));
    eventually(() -> assertThat(warnings()).anyMatch(text -> text.contains("is missing")));
    assertThat(live.running()).isEqualTo(before);
    config.write(ConfigDocument.of(after).parts());
    eventually(() -> assertThat(live.running()).isEqualTo(hash(after)));
    assertThat(live.offered().refusal()).isEmpty();
  }

  @Test
  void aNewKeyOfTheApisIsShownFromTheNextHandshakeOnAndABadOneIsNot() {
    var first = shown();
    var next = TestCertificate.of("api-tls", "next.example.com");
    tls.write(pair(next));
    eventually(() -> assertThat(shown()).isNotEqualTo(first));

    tls.write(octets(Map.of("tls.crt", "garbage", "tls.key", "secret garbage")));

    eventually(() -> assertThat(warnings()).anyMatch(text -> text.contains("api-tls")));
    assertThat(warnings()).noneMatch(text -> text.contains("secret garbage"));
    assertThat(keys.getCertificateChain(shown())[0]).isEqualTo(TestCertificate.leaf(next));
  }

  @Test
  void aNewTokenOpensTheApis() {
    token.write(octets(Map.of("token", "another-token-for-tests\n")));
    eventually(
        () ->
            assertThat(volumes.token().value().orElseThrow().matches("another-token-for-tests"))
                .isTrue());
  }

  private String shown() {
    try {
      return keys.chooseEngineServerAlias("EC", null, SSLContext.getDefault().createSSLEngine());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private List<Event> failures() {
    return events.stream().filter(Event.Failed.class::isInstance).toList();
  }

  private List<String> warnings() {
    return events.stream()
        .filter(Event.Logged.class::isInstance)
        .map(event -> ((Event.Logged) event).message())
        .toList();
  }

  private static void follow(ConfigFollower followed) {
    try {
      followed.follow(Duration.ofMillis(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
  }

  private static String hash(ServerConfig config) {
    return ConfigDocument.of(config).hash();
  }

  private static Map<String, byte[]> pair(KeyPem pem) {
    return octets(Map.of("tls.crt", pem.certificates(), "tls.key", pem.privateKey()));
  }

  private static Map<String, byte[]> octets(Map<String, String> texts) {
    var octets = new TreeMap<String, byte[]>();
    texts.forEach((name, text) -> octets.put(name, text.getBytes(StandardCharsets.US_ASCII)));
    return octets;
  }
}
