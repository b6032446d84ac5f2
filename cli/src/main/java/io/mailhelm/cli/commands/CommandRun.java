package io.mailhelm.cli.commands;

import io.mailhelm.cli.remote.ServerRefusedException;
import io.mailhelm.cli.remote.TerminalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** Runs a command: takes arguments, and returns an exit code. */
public final class CommandRun {
  private CommandRun() {}

  /** A program with its commands, each of which has {@code --help}. */
  public static CommandLine program(Object root, AskedServersFactory factory) {
    var line = new CommandLine(root, factory);
    HelpOption.addBelow(line);
    return line;
  }

  /** Runs one command on standard output and standard error. */
  public static int run(CommandLine line, String... arguments) {
    return run(
        line,
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  /**
   * Runs one command and returns its exit code: 0 for success, 1 for a bad finding, a refusal by a
   * server or by this machine, 2 for unusable arguments, 70 for a fault of our own.
   */
  public static int run(CommandLine line, PrintWriter out, PrintWriter err, String... arguments) {
    return line.setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(CommandRun::explain)
        .execute(arguments);
  }

  /**
   * Explains a failure. What a person can act on is a sentence; only what we did not foresee is a
   * stack trace.
   */
  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    return switch (failure) {
      case ServerRefusedException e -> fail(command, 1, e.getMessage());
      case IllegalArgumentException e -> fail(command, 2, e.getMessage());
      case java.nio.file.NoSuchFileException e -> fail(command, 2, e.getMessage());
      case java.nio.file.AccessDeniedException e ->
          fail(command, 2, e.getMessage() + ": permission denied");
      case java.nio.file.FileAlreadyExistsException e ->
          fail(command, 2, e.getMessage() + " is there already: name another file");
      case IOException e when e.getMessage() != null -> fail(command, 1, e.getMessage());
      case Exception e -> {
        var trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        command.getErr().print(TerminalText.lines(trace.toString()));
        command.getErr().flush();
        yield 70;
      }
    };
  }

  private static int fail(CommandLine command, int code, String sentence) {
    command.getErr().println("mailhelm: " + TerminalText.lines(String.valueOf(sentence)));
    return code;
  }

  /** Tells the version of a program. */
  public static final class Version implements IVersionProvider {
    /** The version of the package; empty where it is not packaged. */
    public static String number() {
      var version = CommandRun.class.getPackage().getImplementationVersion();
      return version == null ? "" : version;
    }

    @Override
    public String[] getVersion() {
      var number = number();
      return new String[] {"mailhelm " + (number.isEmpty() ? "(not packaged)" : number)};
    }
  }
}
