package io.mailhelm.smtp.store;

/**
 * Says how many recipients of a message are leased together. It is asked for every lease, maybe
 * more than once: who was found first may be another's by the time it is taken, and the latest
 * answer counts.
 */
@FunctionalInterface
public interface LeaseLimit {
  /**
   * How many.
   *
   * @param first the delivery that was found first, which counts
   * @param copies how many deliveries its message began with, 1 or more
   * @return 1 or more; 0: there is no room for this one, nor for others of the same part that do
   *     not pass the warm-up. They wait for {@link MailQueue#reconsider}.
   */
  int recipients(Delivery first, int copies);

  /**
   * Whether others of the message that do not pass the warm-up may go together with one that does.
   *
   * @param first passes it
   */
  default boolean isForAll(Delivery first) {
    return true;
  }
}
