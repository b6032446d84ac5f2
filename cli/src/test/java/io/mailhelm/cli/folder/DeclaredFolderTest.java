package io.mailhelm.cli.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclaredFolderTest {
  private static final String TWO_USERS =
      """
      # Everyone
      apiVersion: mailhelm.io/v1alpha1
      kind: MailUser
      metadata:
        name: alice   # the first
      spec:
        domainRef: {name: example}
      ---
      # Bob's comment
      apiVersion: mailhelm.io/v1alpha1
      kind: MailUser
      metadata:
        name: bob
      spec:
        domainRef: {name: example}
      """;

  @TempDir Path folder;

  @Test
  void writesAUserWithItsSecretForNobodyElseToRead() throws Exception {
    var file = declared().addUser("example", Mailbox.of("Jo.Ann@example.test"), "4711");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file))
        .contains("kind: MailUser", "name: jo-ann", "localPart: Jo.Ann", "kind: Secret")
        .contains("password: \"4711\"");
  }

  @Test
  void neverWritesOverAnotherUser() throws Exception {
    Files.writeString(folder.resolve("users.yaml"), TWO_USERS);

    var file = declared().addUser("example", Mailbox.of("alice@example.test"), "secret-1");
    var next = declared().addUser("example", Mailbox.of("alice@example.test"), "secret-2");

    assertThat(file).hasFileName("user-alice-2.yaml");
    assertThat(next).hasFileName("user-alice-3.yaml");
  }

  @Test
  void removesOneUserAndLeavesTheOthersAsTheyWereWritten() throws Exception {
    var file = folder.resolve("users.yaml");
    Files.writeString(file, TWO_USERS);

    assertThat(declared().removeUser("default", "bob")).isTrue();

    assertThat(Files.readString(file)).isEqualTo(TWO_USERS.substring(0, TWO_USERS.indexOf("---")));
    assertThat(declared().removeUser("default", "bob")).isFalse();
  }

  @Test
  void removesTheFileAndTheSecretItMade() throws Exception {
    var file = declared().addUser("example", Mailbox.of("carol@example.test"), "secret");

    declared().removeUser("default", "carol");

    assertThat(file).doesNotExist();
  }

  @Test
  void keepsASecretThatAPersonWrote() throws Exception {
    var secrets = folder.resolve("secrets.yaml");
    Files.writeString(secrets, "kind: Secret\nmetadata: {name: hers}\nstringData: {password: x}\n");
    Files.writeString(
        folder.resolve("dora.yaml"),
        "kind: MailUser\nmetadata: {name: dora}\nspec: {passwordSecretRef: {name: hers, key: password}}\n");

    assertThat(declared().removeUser("default", "dora")).isTrue();

    assertThat(secrets).exists();
    assertThat(folder.resolve("dora.yaml")).doesNotExist();
  }

  @Test
  void setsAKeyOfASecretWhereverItIs() throws Exception {
    var file = folder.resolve("secrets.yaml");
    Files.writeString(
        file,
        "# keep me\nkind: Other\n---\nkind: Secret\nmetadata: {name: s}\ndata: {password: b2xk, other: eA==}\n");

    assertThat(declared().setSecret("default", "s", "password", "new")).contains(file);

    assertThat(Files.readString(file))
        .startsWith("# keep me\n")
        .contains("password: new", "other: eA==")
        .doesNotContain("b2xk");
    assertThat(declared().setSecret("default", "nowhere", "password", "new")).isEmpty();
  }

  private DeclaredFolder declared() {
    return new DeclaredFolder(folder);
  }
}
