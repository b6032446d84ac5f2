package io.mailhelm.cli.cluster;

import io.mailhelm.cli.commands.AskedServersFactory;
import io.mailhelm.cli.commands.CommandRun;
import io.mailhelm.cli.commands.DrainCommand;
import io.mailhelm.cli.commands.InboxCommand;
import io.mailhelm.cli.commands.PolicyCommand;
import io.mailhelm.cli.commands.QueueCommand;
import io.mailhelm.cli.commands.SuppressionsCommand;
import io.mailhelm.cli.commands.TraceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The entry point of {@code kubectl mailhelm}. */
@Command(
    name = "kubectl mailhelm",
    mixinStandardHelpOptions = true,
    versionProvider = CommandRun.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {
      "Mail in a cluster: how its resources and servers are, what is on its way, what became of a message.",
      "The cluster is the one that kubectl would take. Pods, token and authority are found."
    },
    subcommands = {
      ClusterStatusCommand.class,
      ClusterDnsCommand.class,
      QueueCommand.class,
      SuppressionsCommand.class,
      PolicyCommand.class,
      TraceCommand.class,
      InboxCommand.class,
      DrainCommand.class,
      ClusterPasswordCommand.class,
      ReportCommand.class
    })
public final class ClusterMain {
  @Mixin final ClusterOptions options;

  ClusterMain(ClusterOptions options) {
    this.options = options;
  }

  public static void main(String[] arguments) {
    System.exit(CommandRun.run(commandLine(), arguments));
  }

  /** All commands and their options. */
  public static CommandLine commandLine() {
    return commandLine(new ClusterOptions(PortForwards::of));
  }

  static CommandLine commandLine(ClusterOptions options) {
    return CommandRun.program(
        new ClusterMain(options), new AskedServersFactory(() -> new PodServers(options)));
  }
}
