package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.folder.DeclaredFolder;
import io.mailhelm.cli.folder.ResourceFiles;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.Requirements.Password;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The passwords of a folder's users, where they are kept. */
public final class Passwords {
  private final Path folder;
  private final GeneratedPasswords generated;

  public Passwords(Path folder, DataFolder data) throws IOException {
    this.folder = folder;
    this.generated = new GeneratedPasswords(data);
  }

  /**
   * @param user address, or {@code metadata.name}
   * @throws IllegalArgumentException when there is no such user, or no password yet
   */
  public String show(String user) throws IOException {
    var declared = declared();
    var password = find(declared, user);
    var octets = declared.secrets().getOrDefault(password.secret(), Map.of()).get(password.key());
    if (octets == null
        && isGenerated(declared, password)
        && Files.exists(generated.file(password.secret()))) {
      octets = Files.readAllBytes(generated.file(password.secret()));
    }
    if (octets == null) {
      throw new IllegalArgumentException(
          "Secret %s has no key %s: set a password; for a generated one serve the folder once, or name the server's --data"
              .formatted(password.secret(), password.key()));
    }
    return new String(octets, StandardCharsets.UTF_8);
  }

  /**
   * Sets a password where it is kept.
   *
   * @return the file
   * @throws IllegalArgumentException when there is no such user or Secret
   */
  public Path set(String user, String value) throws IOException {
    var declared = declared();
    var password = find(declared, user);
    if (isGenerated(declared, password)) {
      throw new IllegalArgumentException(
          "the password of %s is generated: name a Secret in spec.passwordSecretRef to choose one"
              .formatted(password.address()));
    }
    return new DeclaredFolder(folder)
        .setSecret(password.secret().namespace(), password.secret().name(), password.key(), value)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no Secret %s in %s: add it".formatted(password.secret(), folder)));
  }

  private Resources declared() throws IOException {
    return ResourceReader.read(Gathering.sources(ResourceFiles.read(folder)));
  }

  private static Password find(Resources declared, String user) {
    return Requirements.of(declared).passwords().stream()
        .filter(
            password ->
                password.user().name().equals(user)
                    || password.address().toString().equalsIgnoreCase(user))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no MailUser of the folder is or has the address '" + user + "'"));
  }

  private static boolean isGenerated(Resources declared, Password password) {
    return password.generated() && !declared.secrets().containsKey(password.secret());
  }
}
