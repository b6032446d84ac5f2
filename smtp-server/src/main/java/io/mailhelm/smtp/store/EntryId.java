package io.mailhelm.smtp.store;

/** One message in one mailbox. Grows with time, so that it also pages. */
public record EntryId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
