package io.mailhelm.cli.data;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.keys.DkimKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys that sign the mail of domains that bring none, made once and kept in {@code DATA/keys}, each
 * in a file of its own.
 */
public final class SigningKeys {
  private final Path folder;
  private final boolean alike;

  private SigningKeys(DataFolder data, boolean alike) throws IOException {
    this.folder = data.keys();
    this.alike = alike;
  }

  /** Keys to sign with. */
  public static SigningKeys in(DataFolder data) throws IOException {
    return new SigningKeys(data, false);
  }

  /** The same keys for every domain, where nobody will sign: making them takes a while. */
  public static SigningKeys alike(DataFolder data) throws IOException {
    return new SigningKeys(data, true);
  }

  /** What the Secret of a domain's generated keys holds, e.g. {@code rsa2048.key}. */
  public Map<String, byte[]> secret(Requirements.Dkim wanted) throws IOException {
    var secret = new TreeMap<String, byte[]>();
    for (var each : wanted.algorithms()) {
      var algorithm = DkimKeys.Algorithm.valueOf(each.name());
      var file =
          alike
              ? algorithm.entry()
              : "%s_%s_%s"
                  .formatted(
                      wanted.secret().namespace(), wanted.secret().name(), algorithm.entry());
      secret.put(
          algorithm.entry(),
          PrivateFile.readOrMake(
              folder.resolve(file),
              () -> DkimKeys.generate(List.of(algorithm)).get(algorithm.entry())));
    }
    return secret;
  }
}
