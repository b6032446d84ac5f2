package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;

/** What is left on the disk is kept for deleting. */
final class NoDiskSpaceException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reserve octets that are kept free
   */
  NoDiskSpaceException(long reserve) {
    super("less than %d octets are left on the disk".formatted(reserve));
  }
}
