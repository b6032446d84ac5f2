package io.mailhelm.smtp.store;

/**
 * The store could not read or change what it was asked to; nothing was changed. The message is a
 * sentence for an operator's eyes.
 */
public final class MailStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MailStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  public MailStoreException(String message) {
    super(message);
  }
}
