package io.mailhelm.cli.commands;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Adds {@code --help} to commands. */
final class HelpOption {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and do nothing")
  boolean help;

  /** Adds it to all commands below one, at any depth. */
  static void addBelow(CommandLine line) {
    for (var command : line.getSubcommands().values()) {
      command.addMixin("help", new HelpOption());
      addBelow(command);
    }
  }
}
