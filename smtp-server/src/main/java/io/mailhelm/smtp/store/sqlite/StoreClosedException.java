package io.mailhelm.smtp.store.sqlite;

/** The store is closing or closed and takes no more work. */
final class StoreClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreClosedException() {
    super("the store is closing");
  }
}
