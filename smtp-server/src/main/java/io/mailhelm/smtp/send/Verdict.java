package io.mailhelm.smtp.send;

import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.store.Attempt.Outcome;
import java.util.Objects;

/**
 * What became of a recipient, or of trying a server.
 *
 * @param code the peer's; 0 when the words are ours
 * @param enhanced RFC 3463
 */
record Verdict(Outcome outcome, int code, String enhanced, String text) {
  Verdict {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(enhanced);
    Objects.requireNonNull(text);
  }

  static Verdict deferred(String enhanced, String text) {
    return new Verdict(Outcome.DEFERRED, 0, enhanced, text);
  }

  static Verdict failed(String enhanced, String text) {
    return new Verdict(Outcome.FAILED, 0, enhanced, text);
  }

  /** What it said of one recipient's address, in answer to RCPT. */
  static Verdict ofRecipient(PeerReply reply) {
    return of(reply, Codes.enhanced(reply.code()));
  }

  /**
   * In the peer's words. Without an enhanced code of its own, a 550 to anything but RCPT says
   * nothing of a recipient's address, which must not be suppressed for it: it may not like us, the
   * sender or the message.
   */
  static Verdict of(PeerReply reply) {
    return switch (reply.code()) {
      case 550, 551, 553 -> of(reply, "5.0.0"); // RFC 3463 §3.1: undefined
      default -> of(reply, Codes.enhanced(reply.code()));
    };
  }

  private static Verdict of(PeerReply reply, String byCode) {
    var outcome =
        switch (reply.code() / 100) {
          case 2 -> Outcome.DELIVERED;
          case 5 -> Outcome.FAILED;
          default -> Outcome.DEFERRED;
        };
    if (reply.code() / 100 == 3) {
      return deferred(
          Codes.PROTOCOL, "answered %d %s, out of place".formatted(reply.code(), reply.text()));
    }
    var enhanced = reply.enhanced().isEmpty() ? byCode : reply.enhanced();
    return new Verdict(outcome, reply.code(), enhanced, reply.text());
  }
}
