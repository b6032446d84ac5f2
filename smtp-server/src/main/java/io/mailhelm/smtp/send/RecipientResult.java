package io.mailhelm.smtp.send;

import io.mailhelm.smtp.bounce.InferredStatus;
import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.store.Attempt.Outcome;
import java.util.Locale;
import java.util.Objects;

/**
 * The result for a recipient, or of trying a server.
 *
 * @param code the peer's; 0 when the words are ours
 * @param enhanced RFC 3463
 * @param refusesAddress as in {@link io.mailhelm.smtp.store.Attempt}
 * @param inferred as there
 */
record RecipientResult(
    Outcome outcome,
    int code,
    String enhanced,
    String text,
    boolean refusesAddress,
    boolean inferred) {
  RecipientResult {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(enhanced);
    Objects.requireNonNull(text);
  }

  static RecipientResult deferred(String enhanced, String text) {
    return new RecipientResult(Outcome.DEFERRED, 0, enhanced, text, false, true);
  }

  static RecipientResult failed(String enhanced, String text) {
    return new RecipientResult(Outcome.FAILED, 0, enhanced, text, false, true);
  }

  /**
   * What it said of one recipient's address, in answer to RCPT. Only an enhanced code of its own
   * says that it is the address it refuses: a bare 550 may be about us, the sender or relaying.
   */
  static RecipientResult ofRecipient(PeerReply reply) {
    if (isTooMany(reply)) {
      return forNow(reply, "too many recipients at once");
    }
    return of(reply, reply.isPermanentFailure() && !reply.enhanced().isEmpty());
  }

  /** RFC 5321 §4.5.3.1.10: 552 for too many recipients means 452. */
  private static boolean isTooMany(PeerReply reply) {
    return reply.code() == 552
        && (reply.enhanced().equals("5.5.3")
            || reply.text().toLowerCase(Locale.ROOT).contains("too many recipients"));
  }

  /** What it said of anything but a recipient's address, in its words. */
  static RecipientResult of(PeerReply reply) {
    return of(reply, false);
  }

  /**
   * A refusal by a configured relay that the administrator has to resolve: the mail waits for that,
   * whatever class the relay's code is of.
   */
  static RecipientResult forNow(PeerReply reply, String what) {
    var said = of(reply, false);
    return new RecipientResult(
        Outcome.DEFERRED,
        reply.code(),
        "4" + said.enhanced().substring(1),
        "%s: %s".formatted(what, reply.text()),
        false,
        true);
  }

  private static String enhanced(PeerReply reply) {
    if (!reply.enhanced().isEmpty()) {
      return reply.enhanced();
    }
    return reply.isDone()
        ? LocalStatusCodes.enhanced(reply.code())
        : InferredStatus.of(reply.code(), reply.text())
            .orElseGet(() -> LocalStatusCodes.enhanced(reply.code()));
  }

  private static RecipientResult of(PeerReply reply, boolean refusesAddress) {
    var outcome =
        switch (reply.code() / 100) {
          case 2 -> Outcome.DELIVERED;
          case 5 -> Outcome.FAILED;
          default -> Outcome.DEFERRED;
        };
    if (reply.code() / 100 == 3) {
      return deferred(
          LocalStatusCodes.PROTOCOL,
          "answered %d %s, out of place".formatted(reply.code(), reply.text()));
    }
    return new RecipientResult(
        outcome,
        reply.code(),
        enhanced(reply),
        reply.text(),
        refusesAddress,
        reply.enhanced().isEmpty());
  }
}
