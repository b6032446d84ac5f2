package io.mailhelm.smtp.send;

import io.mailhelm.smtp.store.Attempt;
import java.util.List;

/**
 * Delivers messages to one hop, one after the other, over a connection that it keeps. One thread's,
 * but for {@link #close}.
 */
public interface DeliveryClient extends AutoCloseable {
  /**
   * Tries once to hand over a message: on the connection that is open, or on a new one, to the next
   * server of the destination where one cannot be reached or is not willing. Whatever a peer does,
   * it returns in bounded time, and never throws.
   *
   * @return the outcome for each recipient, in order
   */
  List<Attempt> attempt(OutboundMessage parcel);

  /**
   * Whether the server of the latest attempt takes DSN parameters (RFC 3461 §4), so that it reports
   * what becomes of what it took; where not, the last who can is the caller (RFC 3461 §5.2.2).
   */
  default boolean passedReportsOn() {
    return false;
  }

  /** Says QUIT where a connection is open; from another thread it ends an attempt under way. */
  @Override
  void close();
}
