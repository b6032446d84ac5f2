package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.PrivateFile;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.keys.Randomness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Generates and keeps passwords of users who name no Secret: 144 random bits, one file each in
 * {@code DATA/secrets}.
 */
public final class GeneratedPasswords {
  private final Path folder;

  public GeneratedPasswords(DataFolder data) throws IOException {
    this.folder = data.secrets();
  }

  /**
   * The Secret of that name as it was generated, now or earlier: {@code username} and {@code
   * password}.
   */
  Map<String, byte[]> secret(SecretName name, Mailbox address) throws IOException {
    return Map.of(
        "username", address.toString().getBytes(StandardCharsets.UTF_8),
        "password", PrivateFile.readOrMake(file(name), Randomness::password));
  }

  /** The file that keeps the password of that Secret. */
  public Path file(SecretName name) {
    return folder.resolve(name.namespace() + "_" + name.name());
  }
}
