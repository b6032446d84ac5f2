package io.mailhelm.cli;

import io.mailhelm.cli.serve.DryRun;
import io.mailhelm.config.Problem;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailhelm validate}: reports all that is wrong with a folder of resources. */
@Command(
    name = "validate",
    description = {
      "Say all that is wrong with a folder of resources.",
      "Exit code 1 if anything is: for the CI of a GitOps repository. Nothing is written and nothing is asked of a cluster."
    })
final class ValidateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "folder of resources")
  Path folder;

  @Option(names = "--quiet", description = "errors only, no notes")
  boolean quiet;

  @Override
  public Integer call() throws Exception {
    var result = DryRun.of(folder);
    var out = spec.commandLine().getOut();
    result.problems().stream().filter(problem -> problem.isError() || !quiet).forEach(out::println);
    var errors = result.problems().stream().filter(Problem::isError).count();
    if (result.resources() == 0 && errors == 0) {
      out.println(folder + " has no resources: is it the right folder?");
      return 1;
    }
    out.printf(
        "%d resources, %s%n",
        result.resources(),
        errors == 0 ? "no errors" : errors == 1 ? "1 error" : errors + " errors");
    return errors == 0 ? 0 : 1;
  }
}
