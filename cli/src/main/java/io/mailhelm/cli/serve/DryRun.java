package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.Compiler;
import io.mailhelm.compiler.read.Resources;
import io.mailhelm.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code serve} would make of a folder, without a trace: what has to be generated is generated
 * into a temporary folder that goes again. Signing keys are not made: they would not sign at once.
 *
 * @param declared what could be read
 * @param compilation what comes of it
 */
public record DryRun(Resources declared, Compilation compilation) {

  /** Without a data folder. */
  public static DryRun of(Path folder) throws IOException {
    return of(folder, SigningKeys.none());
  }

  /**
   * With signing keys that are there already.
   *
   * @throws IOException when the folder cannot be read
   */
  public static DryRun of(Path folder, SigningKeys keys) throws IOException {
    var temporary = Files.createTempDirectory("mailhelm-validate");
    try {
      var gathering =
          new FolderInput(folder, DataFolder.open(temporary), keys, false, Clock.systemUTC());
      var input = gathering.gather(Optional.empty(), Set.of()).input();
      return new DryRun(input.resources(), Compiler.compile(input));
    } finally {
      delete(temporary);
    }
  }

  /** How many resources could be read. */
  public int resources() {
    return declared.domains().size() + declared.users().size() + declared.sendPolicies().size();
  }

  /** What is wrong, without what only follows from it. */
  public List<Problem> problems() {
    return compilation.problems().stream().filter(problem -> !problem.isConsequence()).toList();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
