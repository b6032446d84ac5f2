package io.mailhelm.compiler.read;

/** A text is no YAML, or more than we are ready to read. The message quotes none of it. */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
