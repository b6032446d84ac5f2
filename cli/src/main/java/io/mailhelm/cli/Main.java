package io.mailhelm.cli;

import io.mailhelm.cli.commands.AskedServersFactory;
import io.mailhelm.cli.commands.CommandRun;
import io.mailhelm.cli.commands.DrainCommand;
import io.mailhelm.cli.commands.InboxCommand;
import io.mailhelm.cli.commands.PolicyCommand;
import io.mailhelm.cli.commands.QueueCommand;
import io.mailhelm.cli.commands.SuppressionsCommand;
import io.mailhelm.cli.commands.TraceCommand;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code mailhelm} on a laptop. Only {@code serve} starts a server. */
@QuarkusMain
@Command(
    name = "mailhelm",
    mixinStandardHelpOptions = true,
    versionProvider = CommandRun.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Mail from resources: declare domains, users and policies in a folder, and serve it.",
    subcommands = {
      ServeCommand.class,
      ValidateCommand.class,
      StatusCommand.class,
      DnsCommand.class,
      PasswordCommand.class,
      ProbeCommand.class,
      QueueCommand.class,
      SuppressionsCommand.class,
      PolicyCommand.class,
      TraceCommand.class,
      InboxCommand.class,
      DrainCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(CommandRun.run(commandLine(), arguments));
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return CommandRun.run(commandLine(), out, err, arguments);
  }

  /** All commands and their options. */
  static CommandLine commandLine() {
    return CommandRun.program(new Main(), new AskedServersFactory(ServerOptions::new));
  }
}
