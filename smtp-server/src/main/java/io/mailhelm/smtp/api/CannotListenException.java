package io.mailhelm.smtp.api;

/** A port of the APIs cannot be had; the message says which, and what to do. */
public final class CannotListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CannotListenException(String message, Throwable cause) {
    super(message, cause);
  }
}
