package io.mailhelm.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.DkimSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeysTest {
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

  private SigningKeys keys() throws IOException {
    return SigningKeys.in(DataFolder.open(folder));
  }

  @Test
  void makesAKeyOnceForEachDomainAndAlgorithm() throws IOException {
    var first = keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519));

    assertThat(first).containsOnlyKeys("ed25519.key");
    assertThat(keys().secret(wanted("example", DkimSpec.Algorithm.values())))
        .containsOnlyKeys("ed25519.key", "rsa2048.key")
        .containsEntry("ed25519.key", first.get("ed25519.key"));
    assertThat(keys().secret(wanted("other", DkimSpec.Algorithm.Ed25519)).get("ed25519.key"))
        .isNotEqualTo(first.get("ed25519.key"));
  }

  @Test
  void nobodyElseMayReadThem() throws IOException {
    keys().secret(wanted("example", DkimSpec.Algorithm.Ed25519));

    var file = folder.resolve("keys/default_example-dkim_ed25519.key");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void whereNobodySignsTheyAreTheSameForAll() throws IOException {
    var alike = SigningKeys.alike(DataFolder.open(folder));

    assertThat(alike.secret(wanted("one", DkimSpec.Algorithm.Ed25519)).get("ed25519.key"))
        .isEqualTo(alike.secret(wanted("two", DkimSpec.Algorithm.Ed25519)).get("ed25519.key"));
  }
}
