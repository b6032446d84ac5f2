package io.mailhelm.config;

/** A document is not complete yet. Wait for the rest, and keep the config that runs. */
public final class IncompleteDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IncompleteDocumentException(String message) {
    super(message);
  }
}
