package io.mailhelm.smtp.receive;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import io.mailhelm.smtp.store.Idempotency;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes mail that is handed over inside the process, by the receive path of SMTP: the same senders'
 * policy, recipients' resolution, trace fields, limits and commit as a login's mail over SMTP.
 */
public interface Submissions {
  /**
   * Accepts a message or refuses it as a whole; when it returns {@link Result.Accepted} the message
   * is durable.
   *
   * @param peer the client of the API, for the Received field
   * @param user on whose behalf
   * @param from the reverse-path
   * @param recipients one or more
   * @param message RFC 5322 text with CRLF line ends
   * @param idempotency what makes a second request for it the same message
   */
  Result submit(
      InetAddress peer,
      User user,
      Mailbox from,
      List<Mailbox> recipients,
      byte[] message,
      Optional<Idempotency> idempotency);

  /** The fate of a message for one of its recipients. */
  enum Fate {
    /** It is in a mailbox here. */
    DELIVERED,
    /** It was for elsewhere and is kept instead of sent. */
    CAPTURED,
    /** It is in the queue, for elsewhere. */
    QUEUED
  }

  /** What became of it. */
  sealed interface Result {
    /**
     * @param id the message's id
     * @param fates its fate for each recipient
     * @param redirected where mail for a recipient goes instead, where the policy says so
     */
    record Accepted(String id, Map<Mailbox, Fate> fates, Map<Mailbox, Mailbox> redirected)
        implements Result {
      public Accepted {
        fates = Map.copyOf(fates);
        redirected = Map.copyOf(redirected);
      }

      /** Of which nothing is redirected. */
      public Accepted(String id, Map<Mailbox, Fate> fates) {
        this(id, fates, Map.of());
      }
    }

    /**
     * Its idempotency key was seen before; nothing was stored.
     *
     * @param id of the message it was seen with
     * @param same whether the request was the same
     */
    record Repeated(String id, boolean same) implements Result {}

    /** As many keys of the user's requests are kept as may be; nothing was stored. */
    record TooManyKeys() implements Result {}

    /**
     * @param code the SMTP reply code it would have been, 4xx or 5xx
     * @param enhanced the enhanced status code, e.g. {@code 5.1.1}
     * @param text what a client may be told
     */
    record Refused(int code, String enhanced, String text) implements Result {}

    /**
     * A limit of the sender's policy leaves no room for it.
     *
     * @param code 452
     * @param enhanced {@code 4.7.1}
     * @param text which limit it is, and when there is room
     * @param roomIn how long until there is room; empty: there never is
     */
    record Limited(int code, String enhanced, String text, Optional<Duration> roomIn)
        implements Result {}
  }
}
