package io.mailhelm.smtp.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.fake.ProjectedVolume;
import io.mailhelm.smtp.fake.TestCertificate;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.live.MountedConfig.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedConfigTest {
  private static final KeyPem KEY = TestCertificate.of("tls/example-com", "mail.example.com");

  @TempDir Path work;
  private ProjectedVolume volume;
  private MountedConfig mounted;

  @BeforeEach
  void mount() {
    volume = new ProjectedVolume(work.resolve("config"));
    mounted = new MountedConfig(volume.mount());
  }

  private static TestConfig sample() {
    return new TestConfig()
        .listener("smtp", Tls.Opportunistic, Auth.None)
        .domain("example.com", Outbound.Capture)
        .key(KEY);
  }

  private static ServerConfig users(int count) {
    return declared(count).build();
  }

  private static TestConfig declared(int count) {
    var config = sample();
    for (int i = 0; i < count; i++) {
      config.user("user" + i + "@example.com", "secret");
    }
    return config;
  }

  private static SortedMap<String, byte[]> parts(ServerConfig config) {
    return new TreeMap<>(ConfigDocument.of(config).parts());
  }

  private Reading look() {
    return mounted.look().orElseThrow();
  }

  @Test
  void anEmptyVolumeIsWaitedFor() {
    assertThat(look()).isEqualTo(new Reading.Incomplete("", "the index is missing"));
  }

  @Test
  void aWholeConfigOfAllShardsIsReadAndAnUpdateOfTheLinkIsSeen() {
    var declared = declared(300);
    var before = declared.build();
    assertThat(parts(before)).as("every shard has users").hasSizeGreaterThanOrEqualTo(65);
    volume.write(parts(before));
    assertThat(look()).isEqualTo(new Reading.Complete(before));
    assertThat(mounted.look()).as("nothing has changed").isEmpty();

    var after = declared.user("another@example.com", "secret").build();
    volume.write(parts(after));
    assertThat(look()).isEqualTo(new Reading.Complete(after));
  }

  @Test
  void aNewIndexBesideAnOldShardIsNoConfig() {
    var before = parts(users(1));
    var after = parts(users(2));
    var mixed = new TreeMap<>(before);
    mixed.put(ConfigDocument.INDEX, after.get(ConfigDocument.INDEX));
    volume.write(before);
    look();

    volume.write(mixed);

    assertThat(look())
        .isInstanceOfSatisfying(
            Reading.Incomplete.class,
            half -> {
              assertThat(half.hash()).isEqualTo(new ConfigDocument(after).hash());
              assertThat(half.missing()).startsWith("shard ");
            });
    volume.write(after);
    assertThat(look()).isEqualTo(new Reading.Complete(users(2)));
  }

  @Test
  void anOldIndexBesideANewShardIsNoConfig() {
    var mixed = parts(users(1));
    var shard =
        mixed.keySet().stream().filter(name -> name.matches("[0-9]{2}")).findFirst().orElseThrow();
    var changed = parts(sample().user("user0@example.com", "another password").build());
    mixed.put(shard, changed.get(shard));
    volume.write(mixed);

    assertThat(look())
        .isInstanceOfSatisfying(
            Reading.Incomplete.class,
            half -> assertThat(half.missing()).contains("not the one the index lists"));
  }

  @Test
  void anIndexThatIsGoneAgainIsWaitedFor() {
    volume.write(parts(users(1)));
    look();
    var rest = parts(users(1));
    rest.remove(ConfigDocument.INDEX);
    volume.write(rest);

    assertThat(look()).isEqualTo(new Reading.Incomplete("", "the index is missing"));
  }

  @Test
  void garbageIsNoConfigAndSaysSo() {
    for (var garbage :
        List.of("", "null", "[]", "{}", "{\"format\":1}", "\u0000\u00ff", "{\"for")) {
      volume.write(Map.of(ConfigDocument.INDEX, garbage.getBytes(StandardCharsets.ISO_8859_1)));
      assertThat(look())
          .as(garbage)
          .isInstanceOfSatisfying(
              Reading.Unreadable.class,
              refused ->
                  assertThat(refused.refusal())
                      .matches("not a config of format [0-9]+|the config does not say its format"));
    }
  }

  @Test
  void aShardThatIsGarbageIsNoConfig() {
    var parts = parts(users(1));
    parts.replaceAll(
        (name, octets) -> name.equals(ConfigDocument.INDEX) ? octets : new byte[] {1, 2, 3});
    volume.write(parts);

    assertThat(look()).isInstanceOf(Reading.Incomplete.class);
  }

  @Test
  void aFormatOfTheFutureIsRefusedByItsNumberWhateverElseItHolds() {
    var future =
        "{\"format\":7,\"server\":[],\"shards\":{\"a\":1}}".getBytes(StandardCharsets.UTF_8);
    volume.write(Map.of(ConfigDocument.INDEX, future));

    assertThat(look())
        .isInstanceOfSatisfying(
            Reading.Unreadable.class,
            refused -> {
              assertThat(refused.refusal())
                  .isEqualTo(
                      "the config is of format 7 and this version reads " + ConfigDocument.FORMATS);
              assertThat(refused.hash()).hasSize(64);
            });
  }

  @Test
  void otherFilesAreNotLookedAt() throws Exception {
    var parts = parts(users(1));
    parts.put("ca.crt", new byte[2 << 20]);
    volume.write(parts);
    Files.createDirectory(volume.mount().resolve("lost+found"));

    assertThat(look()).isEqualTo(new Reading.Complete(users(1)));
  }

  @Test
  void aPartThatIsTooLargeIsNotReadIntoMemory() {
    volume.write(Map.of(ConfigDocument.INDEX, new byte[(1 << 20) + 1]));

    assertThat(look())
        .isInstanceOfSatisfying(
            Reading.Incomplete.class, half -> assertThat(half.missing()).contains("octets"));
  }

  @Test
  void aPlainFolderWillDo() throws Exception {
    for (var part : parts(users(1)).entrySet()) {
      Files.write(volume.mount().resolve(part.getKey()), part.getValue());
    }
    assertThat(look()).isEqualTo(new Reading.Complete(users(1)));
  }

  @Test
  void whoeverReadsWhileTheLinkIsTurnedSeesOneStateOrWaits() throws Exception {
    var one = users(20);
    var two = users(21);
    volume.write(parts(one));
    var writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 50; i++) {
                volume.write(parts(i % 2 == 0 ? two : one));
              }
            });
    while (!writer.isDone()) {
      mounted
          .look()
          .ifPresent(
              reading ->
                  assertThat(reading)
                      .satisfiesAnyOf(
                          now -> assertThat(now).isInstanceOf(Reading.Incomplete.class),
                          now -> assertThat(now).isEqualTo(new Reading.Complete(one)),
                          now -> assertThat(now).isEqualTo(new Reading.Complete(two))));
    }
    writer.join();
    var last = new MountedConfig(volume.mount()).look();
    assertThat(last).contains(new Reading.Complete(one));
  }

  @Test
  void theWatchWakesWhenTheLinkIsTurned() throws Exception {
    volume.write(parts(users(1)));
    try (var watch = new MountWatch(List.of(volume.mount()))) {
      var woken =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return watch.await(Duration.ofMinutes(5));
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      volume.write(parts(users(2)));
      assertThat(woken).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
    }
  }

  @Test
  void theWatchEndsWhenItIsClosed() throws Exception {
    var watch = new MountWatch(List.of(volume.mount()));
    watch.close();
    assertThat(watch.await(Duration.ofMinutes(5))).isFalse();
  }
}
