package io.mailhelm.smtp.bounce;

import io.mailhelm.smtp.bounce.Feedback.PerRecipient;
import io.mailhelm.smtp.store.Attempt;
import java.util.Set;

/**
 * Decides which refusals say that an address will never take mail, so that mailing it again only
 * harms the sender's reputation. It requires an enhanced status code that the refusing server wrote
 * itself (RFC 3463, RFC 7505), about this very address, and words that do not contradict it:
 *
 * <ul>
 *   <li>5.1.1: no such mailbox
 *   <li>5.1.3: no address at all
 *   <li>5.1.6: moved, without a forwarding address
 *   <li>5.1.10: no such recipient (Exchange), or a domain that takes no mail (null MX)
 *   <li>5.1.351: what Exchange Online makes of another server's "no such recipient"
 *   <li>5.2.1: the mailbox is disabled
 * </ul>
 *
 * Not 5.1.2 (no such domain): a broken zone says so of all its addresses, and is mended. Not 5.2.2
 * (full), 5.3.4 (too large), 5.7.x (policy): those are about this moment, this message or this
 * server. Nothing temporary, nothing that we inferred from a reply without an enhanced code,
 * nothing that the DNS alone says. An address that is missed here is only mailed once more; one
 * that is taken by mistake gets no mail at all, so in doubt it is no hard bounce. Pure.
 */
public final class HardBounce {
  private static final Set<String> CODES =
      Set.of("5.1.1", "5.1.3", "5.1.6", "5.1.10", "5.1.351", "5.2.1");

  private HardBounce() {}

  /** Whether an attempt's outcome says so of its recipient. */
  public static boolean is(Attempt attempt) {
    return attempt.refusesAddress()
        && attempt.code() / 100 == 5
        && isCode(attempt.enhanced())
        && RefusalWords.of(attempt.text()).agree();
  }

  /**
   * Whether a delivery report says so of a recipient. A Status beside a reply that has no enhanced
   * code may be somebody's guess from that reply (RFC 3464 §2.3.4): then the words have to say it.
   */
  public static boolean is(PerRecipient recipient) {
    if (!recipient.action().equals("failed")) {
      return false;
    }
    var status = recipient.status();
    var words = RefusalWords.of(recipient.diagnostic());
    var reply = DiagnosticReply.of(recipient.diagnostic());
    if (reply.isEmpty()) {
      return isCode(status) && words.agree();
    }
    if (reply.get().code() / 100 != 5) {
      return false;
    }
    var own = reply.get().enhanced();
    return own.isEmpty()
        ? isCode(status) && words.confirm()
        : isCode(own) && isCode(status) && words.agree();
  }

  /** Whether {@code enhanced} is one of those codes; the words are not looked at. */
  static boolean isCode(String enhanced) {
    return CODES.contains(enhanced);
  }
}
