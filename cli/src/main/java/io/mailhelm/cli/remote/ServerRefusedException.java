package io.mailhelm.cli.remote;

/**
 * A server refuses a request or does not answer; the message says what to do. The message quotes
 * the server and is printed, so what a terminal would obey is removed here.
 */
public final class ServerRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ServerRefusedException(String message) {
    super(TerminalText.line(message));
  }
}
