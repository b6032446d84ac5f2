package io.mailhelm.smtp.bounce;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server's reply that a Diagnostic-Code field quotes (RFC 3464 §2.3.6).
 *
 * @param code the reply code, 400 to 599
 * @param enhanced the enhanced status code that stands behind it; empty where there is none, or one
 *     of another class
 */
record DiagnosticReply(int code, String enhanced) {
  private static final Pattern REPLY =
      Pattern.compile(
          "([45])(\\d\\d)(?:[ -]#?((?:\\1)\\.\\d{1,3}\\.\\d{1,3})(?![.\\d]))?(?!\\d).*");

  /** The reply that {@code diagnostic} begins with; empty where it is something else. */
  static Optional<DiagnosticReply> of(String diagnostic) {
    var matcher = REPLY.matcher(diagnostic);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var enhanced = matcher.group(3);
    return Optional.of(
        new DiagnosticReply(
            Integer.parseInt(matcher.group(1) + matcher.group(2)),
            enhanced == null ? "" : enhanced));
  }
}
