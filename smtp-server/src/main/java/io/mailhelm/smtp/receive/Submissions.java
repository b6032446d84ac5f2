package io.mailhelm.smtp.receive;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.User;
import java.net.InetAddress;
import java.util.List;

/**
 * The receive path for mail that is handed over inside the process: the same senders' policy,
 * recipients' resolution, trace fields, limits and commit as a login's mail over SMTP.
 */
public interface Submissions {
  /**
   * Accepts a message or refuses it as a whole; when it returns {@link Result.Accepted} the message
   * is durable.
   *
   * @param peer who asked, for the Received field
   * @param user on whose behalf
   * @param from the reverse-path
   * @param recipients one or more
   * @param message RFC 5322 text with CRLF line ends
   */
  Result submit(
      InetAddress peer, User user, Mailbox from, List<Mailbox> recipients, byte[] message);

  /** What became of it. */
  sealed interface Result {
    /**
     * @param id the message's id
     * @param captured the recipients that are not ours, kept and never sent
     */
    record Accepted(String id, List<Mailbox> captured) implements Result {}

    /**
     * @param code the SMTP reply code it would have been, 4xx or 5xx
     * @param enhanced the enhanced status code, e.g. {@code 5.1.1}
     * @param text what a client may be told
     */
    record Refused(int code, String enhanced, String text) implements Result {}
  }
}
