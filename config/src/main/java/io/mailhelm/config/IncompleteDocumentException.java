package io.mailhelm.config;

/** A document was seen half-way: wait for the rest and go on with the config that runs. */
public final class IncompleteDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IncompleteDocumentException(String message) {
    super(message);
  }
}
