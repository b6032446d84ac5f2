package io.mailhelm.cli.data;

import static io.mailhelm.config.DkimKey.Stage.Active;
import static io.mailhelm.config.DkimKey.Stage.Pending;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.DkimSpec;
import io.mailhelm.keys.DkimKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final SecretName SECRET = new SecretName("default", "example-dkim");

  @TempDir Path folder;

  private static Requirements.Dkim wanted(String name, DkimSpec.Algorithm... algorithms) {
    return new Requirements.Dkim(
        new ResourceRef("MailDomain", "default", name),
        new SecretName("default", name + "-dkim"),
        List.of(algorithms),
        true,
        Duration.ofHours(2160),
        Duration.ofHours(168),
        Duration.ofHours(720));
  }

  private static DkimLedger.Key key(String selector, DkimKey.Stage stage) {
    return new DkimLedger.Key(selector, DkimKey.Algorithm.Ed25519, stage, NOW, Optional.empty());
  }

  private static DkimLedger ledger(Map<String, byte[]> secret) {
    return DkimLedger.in(secret).orElseThrow();
  }

  private SigningKeys keys() throws IOException {
    return SigningKeys.in(DataFolder.open(folder), CLOCK);
  }

  private Path file(String name) {
    return folder.resolve("keys").resolve(name);
  }

  @Test
  void makesAKeyOnceForEachDomainAndAlgorithmThatWaitsForItsRecord() throws IOException {
    var first = keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519));

    assertThat(first).containsOnlyKeys("ed25519.key", "ledger.json");
    assertThat(ledger(first).keys()).containsExactly(key("ed25519", Pending));
    assertThat(keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519)))
        .containsExactlyEntriesOf(first);
    assertThat(keys().secret(wanted("other", DkimSpec.Algorithm.Ed25519)).get("ed25519.key"))
        .isNotEqualTo(first.get("ed25519.key"));
  }

  @Test
  void nobodyElseMayReadThem() throws IOException {
    keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519));

    for (var name :
        List.of("default_example-dkim_ed25519.key", "default_example-dkim_ledger.json")) {
      assertThat(Files.getPosixFilePermissions(file(name)))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aKeyOfTheVersionBeforeStaysAndWaitsForItsRecord() throws IOException {
    var old = DkimKeys.generate().get("ed25519.key");
    DataFolder.open(folder).keys();
    PrivateFile.write(file("default_example-dkim_ed25519.key"), old);

    var secret = keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519));

    assertThat(secret).containsEntry("ed25519.key", old);
    assertThat(ledger(secret).keys()).containsExactly(key("ed25519", Pending));
  }

  @Test
  void whatIsKeptReplacesWhatWasThere() throws IOException {
    var first = keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519));
    var next = DkimKeys.keep(first, new DkimLedger(List.of(key("ed25519-20261123", Pending))));

    keys().keep(SECRET, next);

    assertThat(keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519)))
        .containsOnlyKeys("ed25519-20261123.key", "ledger.json")
        .containsExactlyEntriesOf(next);
    assertThat(file("default_example-dkim_ed25519.key")).doesNotExist();
  }

  @Test
  void aCrashBetweenTwoFilesLeavesTheLedgerBefore() throws IOException {
    var first = keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519));
    var next =
        DkimKeys.keep(
            first,
            new DkimLedger(List.of(key("ed25519", Active), key("ed25519-20261123", Pending))));
    // As far as it came: the new key, not the ledger.
    PrivateFile.write(
        file("default_example-dkim_ed25519-20261123.key"), next.get("ed25519-20261123.key"));

    var after = keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519));

    assertThat(ledger(after)).isEqualTo(ledger(first));
    assertThat(DkimKeys.keep(after, ledger(next)))
        .as("and the plan that was thrown away goes on from there")
        .containsExactlyEntriesOf(new TreeMap<>(next));
  }

  @Test
  void whoOnlyLooksMakesNothing() throws IOException {
    var looking = SigningKeys.seenIn(DataFolder.open(folder), CLOCK);

    assertThat(ledger(looking.secret(wanted("example", DkimSpec.Algorithm.Ed25519))).keys())
        .isEmpty();
    assertThat(folder.resolve("keys")).isEmptyDirectory();
    assertThat(ledger(SigningKeys.none().secret(wanted("example"))).keys()).isEmpty();
  }
}
