package io.mailhelm.smtp.store.sqlite;

import java.io.IOException;

/** The disk has no space for more mail: the rest is reserved for deleting. */
final class NoDiskSpaceException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param reserve octets that are kept free
   */
  NoDiskSpaceException(long reserve) {
    super("less than %d octets are left on the disk".formatted(reserve));
  }
}
