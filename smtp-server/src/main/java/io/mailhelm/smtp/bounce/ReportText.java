package io.mailhelm.smtp.bounce;

import io.mailhelm.config.Surrogates;
import io.mailhelm.smtp.store.Attempt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes texts from peers and senders fit for header fields of ours. */
final class ReportText {
  private static final int MAX_LINE = 76;
  private static final int MAX_PIECE = 900;
  private static final Pattern STATUS = Pattern.compile("[245]\\.\\d{1,3}\\.\\d{1,3}");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private ReportText() {}

  /** RFC 5322 §3.3. */
  static String date(Instant at) {
    return DATE.format(at);
  }

  /** Without controls, and without what is not ASCII where the report has to be. */
  static String clean(String text, boolean utf8) {
    var clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                clean.append(' ');
              } else if (c >= 0x80 && !utf8 || Character.getType(c) == Character.SURROGATE) {
                clean.append('?');
              } else {
                clean.appendCodePoint(c);
              }
            });
    return clean.toString().strip();
  }

  /** Folds at blanks, and inside words that are longer than a line: nobody reads those. */
  static String folded(String name, String text) {
    var out = new StringBuilder(name).append(':');
    int line = out.length();
    for (var word : text.split(" +")) {
      if (line + 1 + word.length() > MAX_LINE && line > 1) {
        out.append("\r\n");
        line = 0;
      }
      out.append(' ');
      line++;
      for (int at = 0; at < word.length(); ) { // RFC 5322 §2.1.1: 998 at most
        var next = word.substring(at, Math.min(word.length(), at + MAX_PIECE + 1));
        var piece = Surrogates.beginning(next, MAX_PIECE);
        out.append(at == 0 ? "" : "\r\n ").append(piece);
        line = at == 0 ? line + piece.length() : piece.length() + 1;
        at += piece.length();
      }
    }
    return out.append("\r\n").toString();
  }

  /** The peer's enhanced code where it is one, else the plainest of its class (RFC 3463 §2). */
  static String status(String enhanced, ReportOccasion occasion) {
    if (STATUS.matcher(enhanced).matches()) {
      return enhanced;
    }
    return switch (occasion) {
      case FAILED -> "5.0.0";
      case EXPIRED -> "4.4.7";
      case DELAYED -> "4.0.0";
      case DELIVERED, RELAYED -> "2.0.0";
    };
  }

  /** A server's reply as it wrote it: without an enhanced code that is ours (RFC 3464 §2.3.6). */
  static String reply(Attempt attempt) {
    var codes = attempt.code() + (attempt.inferred() ? "" : " " + attempt.enhanced());
    return codes.strip() + " " + attempt.text();
  }
}
