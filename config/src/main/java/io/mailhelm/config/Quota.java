package io.mailhelm.config;

/**
 * How much a mailbox may hold; beyond it RCPT gets 452 4.2.2.
 *
 * @param storage octets of the messages in it, each counted whole in every mailbox that has it
 * @param messages how many
 */
public record Quota(long storage, long messages) {
  /** 1 GiB, 100,000 messages. */
  public static final Quota DEFAULT = new Quota(1L << 30, 100_000);

  public Quota {
    if (storage < 0 || messages < 0) {
      throw new IllegalArgumentException("a quota is not negative");
    }
  }
}
