package io.mailhelm.smtp.api.mail;

import io.mailhelm.smtp.api.ApiException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the header fields that a request adds: their names and values cannot make another field.
 */
final class AddedHeaders {
  private static final int MOST = 50;
  private static final int LONGEST = 2_000;

  /** RFC 5322 §3.6.8, without what no field of anybody's has. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]{1,76}");

  /** Fields with a place of their own in the request, and those that only we or MIME may write. */
  private static final Set<String> OURS =
      Set.of(
          "from",
          "sender",
          "to",
          "cc",
          "bcc",
          "reply-to",
          "subject",
          "date",
          "message-id",
          "mime-version",
          "received",
          "return-path",
          "dkim-signature",
          "authentication-results");

  private AddedHeaders() {}

  /**
   * @throws ApiException 422 naming the field
   */
  static void check(Map<String, String> headers) {
    if (headers.size() > MOST) {
      throw ApiException.unprocessable("headers", "There are at most " + MOST + " headers.");
    }
    headers.forEach(AddedHeaders::check);
  }

  private static void check(String name, String value) {
    var field = "headers." + (NAME.matcher(name).matches() ? name : "?");
    var lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      throw ApiException.unprocessable(
          "headers", "A header's name has 1 to 76 letters, digits and hyphens.");
    }
    if (OURS.contains(lower) || lower.startsWith("content-") || lower.startsWith("resent-")) {
      throw ApiException.unprocessable(
          field, "'%s' cannot be set here: use the request's own fields.".formatted(name));
    }
    line(field, value);
  }

  /**
   * A value that goes into a header field.
   *
   * @throws ApiException 422 when it is no single line
   */
  static String line(String field, String value) {
    if (value == null || value.length() > LONGEST || hasControls(value)) {
      throw ApiException.unprocessable(
          field, "'%s' must be one line of at most %d characters.".formatted(field, LONGEST));
    }
    return value;
  }

  /** Whether there is a line end, NUL or another control in it: header injection. */
  static boolean hasControls(String value) {
    return value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f);
  }
}
