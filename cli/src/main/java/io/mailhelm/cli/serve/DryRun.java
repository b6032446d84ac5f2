package io.mailhelm.cli.serve;

import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.compiler.Compiler;
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
 * into a temporary folder that goes again.
 *
 * @param resources how many could be read
 * @param problems what is wrong with them
 */
public record DryRun(int resources, List<Problem> problems) {

  public static DryRun of(Path folder) throws IOException {
    var temporary = Files.createTempDirectory("mailhelm-validate");
    try {
      var data = DataFolder.open(temporary);
      var gathering =
          new Gathering(folder, data, SigningKeys.alike(data), false, Clock.systemUTC());
      var gathered = gathering.gather(Optional.empty(), Set.of());
      var resources = gathered.input().resources();
      return new DryRun(
          resources.domains().size() + resources.users().size() + resources.sendPolicies().size(),
          Compiler.compile(gathered.input()).problems());
    } finally {
      delete(temporary);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
