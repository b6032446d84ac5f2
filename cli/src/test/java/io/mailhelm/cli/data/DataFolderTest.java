package io.mailhelm.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void nobodyElseReadsTheFolderOrWhatIsInIt() throws Exception {
    var data = DataFolder.open(folder.resolve("data"));
    TokenFile.read(data, Map.of());

    assertThat(mode(data.root())).isEqualTo("rwx------");
    assertThat(mode(data.mail())).isEqualTo("rwx------");
    assertThat(mode(data.token())).isEqualTo("rw-------");
  }

  @Test
  void oneProcessAtATimeServesFromIt() throws Exception {
    var data = DataFolder.open(folder);
    try (var held = data.lock().orElseThrow()) {
      assertThat(held.isValid()).isTrue();
      assertThat(data.lock()).isEmpty();
    }
  }

  @Test
  void theTokenStaysWhatItWas() throws Exception {
    var data = DataFolder.open(folder);

    var first = TokenFile.text(data);

    assertThat(first).hasSize(32);
    assertThat(TokenFile.text(data)).isEqualTo(first);
  }

  /** After a power cut on a file system that kept the name alone, say. */
  @Test
  void aFileOfOursThatIsEmptyIsNamedWithWhatToDo() throws Exception {
    var data = DataFolder.open(folder);
    for (var file : List.of(data.saltKey(), data.token(), data.secrets().resolve("default_u"))) {
      Files.writeString(file, "");
      assertThatIOException()
          .isThrownBy(() -> PrivateFile.readOrMake(file, () -> new byte[32]))
          .withMessageContaining("%s is empty", file)
          .withMessageContaining("remove it");
      Files.delete(file);
      Files.createSymbolicLink(file, folder.resolve("nothing"));
      assertThatIOException()
          .isThrownBy(() -> PrivateFile.readOrMake(file, () -> new byte[32]))
          .withMessageContaining("%s is a link to a file that is not there", file);
    }
  }

  @Test
  void aTokenThatIsTooShortIsSaidToBeInItsFile() throws Exception {
    var data = DataFolder.open(folder);
    Files.writeString(data.token(), "\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenFile.read(data, Map.of()))
        .withMessageContaining(data.token().toString());
  }

  @Test
  void aLinkInPlaceOfAFolderIsNamed() throws Exception {
    var data = DataFolder.open(folder);
    Files.createSymbolicLink(folder.resolve("keys"), Path.of("/nowhere/at/all"));
    Files.writeString(folder.resolve("status"), "");

    assertThatIOException()
        .isThrownBy(data::keys)
        .withMessageContaining("%s is a link to /nowhere/at/all", folder.resolve("keys"));
    assertThatIOException()
        .isThrownBy(data::status)
        .withMessageContaining("%s is no folder", folder.resolve("status"));
  }

  @Test
  void aTokenFromTheEnvironmentMustNotBeGuessable() throws Exception {
    var data = DataFolder.open(folder);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenFile.read(data, Map.of("MAILHELM_TOKEN", "short")))
        .withMessageContaining("16");
  }

  @Test
  void aFolderWithSomethingElseInItIsRefusedAndLeftAsItIs() throws Exception {
    Files.writeString(folder.resolve("thesis.tex"), "years of work");
    var before = mode(folder);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> DataFolder.open(folder))
        .withMessageContaining("--data");
    assertThat(mode(folder)).isEqualTo(before);
  }

  @Test
  void aFileBehindALinkIsReplacedAndTheLinkStays() throws Exception {
    var target = folder.resolve("target");
    Files.writeString(target, "old");
    var link = Files.createSymbolicLink(folder.resolve("link"), target);

    PrivateFile.write(link, "new");

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(target).hasContent("new");
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
