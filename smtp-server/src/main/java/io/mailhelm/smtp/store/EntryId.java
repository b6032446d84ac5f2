package io.mailhelm.smtp.store;

/**
 * The id of an entry: one message in one mailbox. It grows with time, so that it also serves for
 * paging.
 */
public record EntryId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
