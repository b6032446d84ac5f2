package io.mailhelm.cli;

import io.mailhelm.cli.remote.RefusedException;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The entry point: arguments in, an exit code out. Only {@code serve} starts anything. */
@QuarkusMain
@Command(
    name = "mailhelm",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
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
      SuppressionsCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /**
   * Runs one command and returns its exit code: 0, 1 for a bad finding, a server's no or a machine
   * that does not let it, 2 for unusable arguments, 70 for our own fault.
   */
  static int run(String... arguments) {
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return commandLine()
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Main::explain)
        .execute(arguments);
  }

  /** All commands and their options. */
  static CommandLine commandLine() {
    var line = new CommandLine(new Main());
    HelpOption.addBelow(line);
    return line;
  }

  /** What a person can act on is a sentence; only what we did not foresee is a stack trace. */
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    return switch (failure) {
      case RefusedException e -> fail(command, 1, e.getMessage());
      case IllegalArgumentException e -> fail(command, 2, e.getMessage());
      case java.nio.file.NoSuchFileException e -> fail(command, 2, e.getMessage());
      case java.nio.file.AccessDeniedException e ->
          fail(command, 2, e.getMessage() + ": permission denied");
      case IOException e when e.getMessage() != null -> fail(command, 1, e.getMessage());
      case Exception e -> {
        e.printStackTrace(command.getErr());
        yield 70;
      }
    };
  }

  private static int fail(CommandLine command, int code, String sentence) {
    command.getErr().println("mailhelm: " + sentence);
    return code;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"mailhelm " + (version == null ? "(not packaged)" : version)};
    }
  }
}
