package io.mailhelm.config;

/**
 * How much a mailbox may hold; when it is full RCPT is answered with 452 4.2.2.
 *
 * @param storage octets of the messages in it; a message counts fully in every mailbox that has it
 * @param messages the number of messages
 */
public record Quota(long storage, long messages) {
  /** The default: 1 GiB, 100,000 messages. */
  public static final Quota DEFAULT = new Quota(1L << 30, 100_000);

  public Quota {
    if (storage < 0 || messages < 0) {
      throw new IllegalArgumentException("a quota is not negative");
    }
  }
}
