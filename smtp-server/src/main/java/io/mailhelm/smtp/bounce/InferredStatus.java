package io.mailhelm.smtp.bounce;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Infers the enhanced status code (RFC 3463) of a refusal that has none where RFC 2034 wants it:
 * one that the server wrote elsewhere, as qmail does at the end, else one that fits its words. It
 * is for people and for reports. It never says that an address does not exist, unless the server
 * wrote that itself; nothing is suppressed for it ({@link HardBounce}). Pure, and linear in the
 * words.
 */
public final class InferredStatus {
  /**
   * Replies that are given for many reasons (RFC 5321 §4.2.3); the others have one of their own.
   */
  private static final Set<Integer> VAGUE = Set.of(450, 451, 452, 550, 551, 552, 553, 554);

  /** {@code (#5.7.1)}, {@code [5.7.1]}, {@code #5.7.1}: no number is written so by chance. */
  private static final Pattern MARKED =
      Pattern.compile("(?<!\\S)(?:[(\\[]#?|#)([45]\\.\\d{1,3}\\.\\d{1,3})(?![.\\d])");

  private InferredStatus() {}

  /**
   * The status; empty where neither says anything beyond the reply's code.
   *
   * @param code the reply's, 400 to 599
   * @param text its words
   */
  public static Optional<String> of(int code, String text) {
    return written(code / 100, text).or(() -> meant(code, text));
  }

  private static Optional<String> written(int replyClass, String text) {
    return MARKED
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(status -> status.charAt(0) - '0' == replyClass)
        .findFirst();
  }

  private static Optional<String> meant(int code, String text) {
    if (!VAGUE.contains(code)) {
      return Optional.empty();
    }
    return RefusalWords.of(text)
        .subject()
        .flatMap(InferredStatus::detail)
        .map(it -> code / 100 + it);
  }

  private static Optional<String> detail(RefusalWords.Subject subject) {
    return switch (subject) {
      case TOO_MANY_RECIPIENTS -> Optional.of(".5.3"); // RFC 3463 §3.6
      case POLICY, BOUND -> Optional.of(".7.1"); // RFC 3463 §3.8
      case FULL -> Optional.of(".2.2"); // RFC 3463 §3.3
      case SIZE -> Optional.of(".3.4"); // RFC 3463 §3.4
      case PASSING -> Optional.empty();
    };
  }
}
