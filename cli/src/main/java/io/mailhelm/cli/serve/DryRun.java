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
 * Compiles a folder as {@code serve} would, without leaving a trace: what has to be generated goes
 * into a temporary folder that is removed again. Signing keys are not made, because they would not
 * sign at once.
 *
 * @param declared the resources that could be read
 * @param compilation the result
 */
public record DryRun(Resources declared, Compilation compilation) {

  /** Compiles a folder without a data folder. */
  public static DryRun of(Path folder) throws IOException {
    return of(folder, SigningKeys.none());
  }

  /**
   * Compiles a folder with existing signing keys.
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

  /** The number of resources that could be read. */
  public int resources() {
    return declared.domains().size() + declared.users().size() + declared.sendPolicies().size();
  }

  /** The problems, without those that only follow from others. */
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
