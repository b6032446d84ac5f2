package io.mailhelm.compiler.read;

/**
 * A text is not YAML, or is larger than the limits of this reader. The message quotes none of it.
 */
final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
