package io.mailhelm.smtp.store;

/**
 * Sums of {@link RecipientOutcome}s.
 *
 * @param delivered recipients whose server took the message, but for those a report said more of
 * @param badAddress recipients that nobody has
 * @param blocked recipients refused for who sends, what or how much
 * @param mailboxFull recipients whose mailbox was full
 * @param complained recipients who complained; they are among the delivered ones too
 */
public record OutcomeSums(
    long delivered, long badAddress, long blocked, long mailboxFull, long complained) {
  /** Nothing was sent. */
  public static final OutcomeSums NONE = new OutcomeSums(0, 0, 0, 0, 0);

  /** One outcome of a kind. */
  public static OutcomeSums of(RecipientOutcome.Kind kind) {
    return switch (kind) {
      case DELIVERED -> new OutcomeSums(1, 0, 0, 0, 0);
      case BAD_ADDRESS -> new OutcomeSums(0, 1, 0, 0, 0);
      case BLOCKED -> new OutcomeSums(0, 0, 1, 0, 0);
      case MAILBOX_FULL -> new OutcomeSums(0, 0, 0, 1, 0);
      case COMPLAINED -> new OutcomeSums(0, 0, 0, 0, 1);
    };
  }

  /** Both together. */
  public OutcomeSums plus(OutcomeSums other) {
    return new OutcomeSums(
        delivered + other.delivered,
        badAddress + other.badAddress,
        blocked + other.blocked,
        mailboxFull + other.mailboxFull,
        complained + other.complained);
  }

  /** Recipients whose outcome is known, each once. */
  public long recipients() {
    return delivered + badAddress + blocked + mailboxFull;
  }
}
