package io.mailhelm.cli.pod;

import io.mailhelm.cli.commands.AskedServersFactory;
import io.mailhelm.cli.commands.CommandRun;
import io.mailhelm.cli.commands.DrainCommand;
import io.mailhelm.cli.commands.InboxCommand;
import io.mailhelm.cli.commands.PolicyCommand;
import io.mailhelm.cli.commands.QueueCommand;
import io.mailhelm.cli.commands.SuppressionsCommand;
import io.mailhelm.cli.commands.TraceCommand;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code kubectl exec POD -- mailhelm}. */
@Command(
    name = "mailhelm",
    mixinStandardHelpOptions = true,
    versionProvider = CommandRun.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Ask the server of this pod.",
    subcommands = {
      PodStatusCommand.class,
      QueueCommand.class,
      SuppressionsCommand.class,
      PolicyCommand.class,
      TraceCommand.class,
      InboxCommand.class,
      DrainCommand.class
    })
public final class PodMain {
  private static final Path MOUNTS = Path.of("/etc/mailhelm");

  private PodMain() {}

  public static void main(String[] arguments) {
    System.exit(CommandRun.run(commandLine(), arguments));
  }

  /** All commands and their options. */
  public static CommandLine commandLine() {
    return commandLine(MOUNTS);
  }

  /**
   * The same.
   *
   * @param mounts where the volumes of the server are
   */
  static CommandLine commandLine(Path mounts) {
    return CommandRun.program(
        new PodMain(), new AskedServersFactory(() -> new MountedServer(mounts)));
  }
}
