package io.mailhelm.cli.remote;

/**
 * The server that was asked says no, or does not answer; the message says what to do. It quotes the
 * server, and is printed: what a terminal would obey is taken out here.
 */
public final class ServerRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ServerRefusedException(String message) {
    super(TerminalText.line(message));
  }
}
