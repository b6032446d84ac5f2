package io.mailhelm.cli.data;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.dns.rotation.Rotation;
import io.mailhelm.keys.DkimKeys;
import io.mailhelm.watch.GeneratedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stores the generated signing keys of domains that bring none, with their ledger: what would be
 * one Secret in a cluster is a set of files in {@code DATA/keys}, {@code
 * <namespace>_<secret>_<entry>}. One writer at a time.
 */
public final class SigningKeys {
  private static final DkimLedger EMPTY = new DkimLedger(List.of());

  private final Optional<Path> folder;
  private final boolean makes;
  private final Clock clock;

  private SigningKeys(Optional<Path> folder, boolean makes, Clock clock) {
    this.folder = folder;
    this.makes = makes;
    this.clock = clock;
  }

  /** The keys of a data folder; the first ones are made where there are none. */
  public static SigningKeys in(DataFolder data, Clock clock) throws IOException {
    return new SigningKeys(Optional.of(data.keys()), true, clock);
  }

  /** The keys of a data folder for reading only; none are made. */
  public static SigningKeys seenIn(DataFolder data, Clock clock) throws IOException {
    return new SigningKeys(Optional.of(data.keys()), false, clock);
  }

  /** No keys. */
  public static SigningKeys none() {
    return new SigningKeys(Optional.empty(), false, Clock.systemUTC());
  }

  /**
   * The content of the Secret of a domain's generated keys: {@code <selector>.key} for each key of
   * its {@code ledger.json}.
   *
   * <p>Keys without a ledger are ours too: made before there were ledgers, or just before a crash.
   * It is not known whether their records were published, so they wait like new ones.
   */
  public Map<String, byte[]> secret(Requirements.Dkim wanted) throws IOException {
    var there = read(wanted.secret());
    if (there.containsKey(DkimLedger.ENTRY)) {
      return there;
    }
    var now = clock.instant();
    var adopted = Rotation.adopt(DkimKeys.withoutLedger(there), now);
    var ledger =
        makes
            ? Rotation.next(adopted, GeneratedKeys.rules(wanted), Map.of(), now).ledger()
            : adopted;
    var secret = DkimKeys.keep(there, ledger);
    if (makes) {
      keep(wanted.secret(), secret);
    }
    return secret;
  }

  /**
   * Replaces the content of such a Secret. A crash at any moment leaves keys and a ledger that go
   * together: the one before, until its successor has all of its keys.
   */
  public void keep(SecretName name, Map<String, byte[]> secret) throws IOException {
    var before = read(name);
    for (var entry : secret.entrySet()) {
      if (!entry.getKey().equals(DkimLedger.ENTRY)) {
        write(name, entry.getKey(), entry.getValue(), before);
      }
    }
    var ledger = secret.getOrDefault(DkimLedger.ENTRY, EMPTY.bytes());
    write(name, DkimLedger.ENTRY, ledger, before);
    for (var entry : before.keySet()) {
      if (!secret.containsKey(entry) && !entry.equals(DkimLedger.ENTRY)) {
        Files.deleteIfExists(file(name, entry));
      }
    }
  }

  /** The existing content of such a Secret. */
  Map<String, byte[]> read(SecretName name) throws IOException {
    var secret = new TreeMap<String, byte[]>();
    if (folder.isEmpty()) {
      return secret;
    }
    var prefix = prefix(name);
    try (var files = Files.list(folder.get())) {
      for (var file :
          files.filter(any -> any.getFileName().toString().startsWith(prefix)).toList()) {
        var entry = file.getFileName().toString().substring(prefix.length());
        if (entry.equals(DkimLedger.ENTRY) || entry.endsWith(DkimLedger.SUFFIX)) {
          secret.put(entry, PrivateFile.read(file));
        }
      }
    }
    return secret;
  }

  private void write(SecretName name, String entry, byte[] content, Map<String, byte[]> before)
      throws IOException {
    if (!Arrays.equals(content, before.get(entry))) {
      PrivateFile.write(file(name, entry), content);
    }
  }

  private Path file(SecretName name, String entry) {
    return folder.orElseThrow().resolve(prefix(name) + entry);
  }

  /**
   * The start of a Secret's file names. Kubernetes names have no underscore, so no Secret's files
   * begin like another's.
   */
  private static String prefix(SecretName name) {
    return "%s_%s_".formatted(name.namespace(), name.name());
  }
}
