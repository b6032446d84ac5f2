package io.mailhelm.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads a password from a person, or from a program in a person's place. */
final class Terminal {
  private Terminal() {}

  /**
   * A password: from the environment variable if it is set, else from the terminal without echo,
   * else the first line of standard input. Never from an argument, where every process of the
   * machine could read it.
   *
   * @throws IllegalArgumentException when there is none
   */
  static String password(String variable, String prompt) {
    var given = System.getenv(variable);
    var password = given != null ? given : ask(prompt);
    if (password.isEmpty()) {
      throw new IllegalArgumentException("the password is empty");
    }
    return password;
  }

  private static String ask(String prompt) {
    var console = System.console();
    if (console != null && console.isTerminal()) {
      var typed = console.readPassword("%s: ", prompt);
      return typed == null ? "" : new String(typed);
    }
    try {
      var line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
