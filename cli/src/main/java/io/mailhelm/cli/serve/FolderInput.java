package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.PrivateFile;
import io.mailhelm.cli.data.SelfSigned;
import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.cli.folder.ResourceFiles;
import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.CompilerInput;
import io.mailhelm.compiler.Platform;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import io.mailhelm.compiler.read.Resources;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.keys.Randomness;
import io.mailhelm.keys.Verifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads all that a compilation depends on: the folder, the PEM files it names, and what this
 * machine generates where the folder names nothing. One thread at a time.
 */
final class FolderInput {
  private final Path folder;
  private final boolean dev;
  private final Clock clock;
  private final Verifiers verifiers;
  private final SelfSigned selfSigned;
  private final SigningKeys signingKeys;
  private final GeneratedPasswords generatedPasswords;

  FolderInput(Path folder, DataFolder data, SigningKeys signingKeys, boolean dev, Clock clock)
      throws IOException {
    this.folder = folder;
    this.dev = dev;
    this.clock = clock;
    this.verifiers =
        new Verifiers(
            PrivateFile.readOrMake(
                data.saltKey(), () -> Randomness.octets(Verifiers.SALT_KEY_OCTETS)));
    this.selfSigned = new SelfSigned(data);
    this.signingKeys = signingKeys;
    this.generatedPasswords = new GeneratedPasswords(data);
  }

  /**
   * The input that was read.
   *
   * @param input to compile
   * @param folders to watch: the tree, and those of PEM files
   * @param generatedKeys signing keys that are generated here, not brought by a person
   */
  record Gathered(CompilerInput input, Set<Path> folders, List<Requirements.Dkim> generatedKeys) {

    /**
     * Every resource that has a status: those that could be read, and those with a problem that
     * could not.
     */
    List<StatusSubject> subjects(Compilation compilation) {
      var resources = input.resources();
      var subjects = new TreeMap<ResourceRef, StatusSubject>();
      compilation
          .problems()
          .forEach(
              problem -> subjects.put(problem.resource(), StatusSubject.of(problem.resource())));
      Stream.of(resources.domains(), resources.users(), resources.sendPolicies())
          .flatMap(List::stream)
          .map(StatusSubject::of)
          .forEach(subject -> subjects.put(subject.ref(), subject));
      return List.copyOf(subjects.values());
    }
  }

  /**
   * Reads the input of a compilation.
   *
   * @param lastGood the config that runs
   * @param removedMailboxes mailboxes that get no tombstone
   * @throws IOException when the folder or the data folder cannot be read
   */
  Gathered gather(Optional<ServerConfig> lastGood, Set<String> removedMailboxes)
      throws IOException {
    var content = ResourceFiles.read(folder);
    var declared = ResourceReader.read(sources(content));
    var requirements = Requirements.of(declared);
    var secrets = new HashMap<>(declared.secrets());
    generate(requirements, secrets);
    // A file nobody can read may hold what seems gone: nothing counts as deleted then.
    var complete =
        new Resources(
            declared.domains(),
            declared.users(),
            declared.sendPolicies(),
            secrets,
            declared.marks(),
            Stream.concat(declared.problems().stream(), unreadable(content)).toList(),
            declared.incomplete() || !content.unreadable().isEmpty());
    var folders = new HashSet<>(content.folders());
    var files = pemFiles(requirements.files(), folders);
    var input =
        new CompilerInput(
            complete,
            verifiers.of(
                Verifiers.passwords(
                    requirements, secrets, name -> !declared.secrets().containsKey(name)),
                lastGood),
            files,
            lastGood,
            removedMailboxes,
            Platform.LAPTOP,
            dev,
            List.of(),
            Optional.of(verifiers.decoyKey()));
    return new Gathered(input, folders, generatedKeys(requirements, declared));
  }

  private static List<Requirements.Dkim> generatedKeys(
      Requirements requirements, Resources declared) {
    return requirements.dkim().stream()
        .filter(Requirements.Dkim::generated)
        .filter(dkim -> !declared.secrets().containsKey(dkim.secret()))
        .toList();
  }

  private static Stream<Problem> unreadable(ResourceFiles.Content content) {
    return content.unreadable().entrySet().stream()
        .map(
            entry -> {
              var slash = entry.getKey().lastIndexOf('/');
              return new Problem(
                  Problem.Severity.Error,
                  Reason.Unreadable,
                  new ResourceRef(
                      "File",
                      slash < 0 ? "." : entry.getKey().substring(0, slash),
                      entry.getKey().substring(slash + 1)),
                  "",
                  "cannot be read, and what was in it runs on: " + entry.getValue());
            });
  }

  /** The texts of a folder as the compiler reads them. */
  static List<ResourceSource> sources(ResourceFiles.Content content) {
    return content.texts().entrySet().stream()
        .map(entry -> new ResourceSource(entry.getKey(), entry.getValue()))
        .toList();
  }

  private void generate(Requirements requirements, Map<SecretName, Map<String, byte[]>> secrets)
      throws IOException {
    for (var tls : requirements.tls()) {
      if (tls.generated() && !secrets.containsKey(tls.secret())) {
        secrets.put(
            tls.secret(),
            selfSigned.pair(
                tls.secret().namespace() + "_" + tls.secret().name(),
                tls.names(),
                clock.instant()));
      }
    }
    for (var dkim : requirements.dkim()) {
      if (dkim.generated() && !secrets.containsKey(dkim.secret())) {
        secrets.put(dkim.secret(), signingKeys.secret(dkim));
      }
    }
    for (var password : requirements.passwords()) {
      if (password.generated() && !secrets.containsKey(password.secret())) {
        secrets.put(
            password.secret(), generatedPasswords.secret(password.secret(), password.address()));
      }
    }
  }

  /**
   * Reads PEM files. One that cannot be read is left out; the compiler reports it where it is
   * named.
   */
  private Map<String, byte[]> pemFiles(List<String> names, Set<Path> folders) {
    var contents = new HashMap<String, byte[]>();
    for (var name : names) {
      try {
        var file = folder.resolve(name).toAbsolutePath().normalize();
        folders.add(file.getParent());
        if (Files.isRegularFile(file) && Files.size(file) <= 1 << 20) {
          contents.put(name, Files.readAllBytes(file));
        }
      } catch (IOException | InvalidPathException e) {
        contents.remove(name);
      }
    }
    return contents;
  }
}
