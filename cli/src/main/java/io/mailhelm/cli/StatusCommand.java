package io.mailhelm.cli;

import io.mailhelm.cli.commands.HealthText;
import io.mailhelm.cli.commands.StatusText;
import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.serve.StatusFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mailhelm status}: shows a server's resources, its health, and what is wrong. */
@Command(
    name = "status",
    description = {
      "The resources as the server sees them, what is wrong with them and with the server, and what has no effect.",
      "Exit code 1 if one is not ready, or no server runs."
    })
final class StatusCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      defaultValue = "mailhelm-data",
      description = "default: ${DEFAULT-VALUE}")
  Path data;

  @Override
  public Integer call() throws Exception {
    var statuses = new StatusFiles(DataFolder.existing(data)).all();
    var out = spec.commandLine().getOut();
    var server = ServerOptions.on(data);
    var ready = StatusText.print(out, statuses);
    if (server.isEmpty()) {
      out.println("No server runs on " + data + ": this is what the last one wrote.");
      return 1;
    }
    return HealthText.print(out, server.get()) && ready ? 0 : 1;
  }
}
