package io.mailhelm.cli.remote;

/** The server that was asked says no, or does not answer; the message says what to do. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RefusedException(String message) {
    super(message);
  }
}
