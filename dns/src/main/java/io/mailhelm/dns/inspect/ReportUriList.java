package io.mailhelm.dns.inspect;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * The destinations of reports: URIs separated by commas (RFC 7489 §6.2, RFC 8460 §3).
 *
 * @param uris in the form for comparison: lower case, without a size ({@code !10m})
 * @param malformed parts that are no URI
 */
record ReportUriList(List<String> uris, List<String> malformed) {
  private static final int MAX_SIZE_DIGITS = 20;

  ReportUriList {
    uris = List.copyOf(uris);
    malformed = List.copyOf(malformed);
  }

  static ReportUriList of(String value) {
    var uris = new LinkedHashSet<String>();
    var malformed = new ArrayList<String>();
    for (int from = 0; from <= value.length(); ) {
      int comma = value.indexOf(',', from);
      int end = comma < 0 ? value.length() : comma;
      var text = value.substring(from, end).strip();
      from = end + 1;
      var uri = withoutSize(text);
      if (isUri(uri)) {
        uris.add(uri.toLowerCase(Locale.ROOT));
      } else if (!text.isEmpty()) {
        malformed.add(text);
      }
    }
    return new ReportUriList(List.copyOf(uris), malformed);
  }

  /** Removes a size: {@code !}, digits, and perhaps a unit (RFC 7489 §6.2). */
  private static String withoutSize(String text) {
    int mark = text.lastIndexOf('!');
    int end = text.length();
    if (mark < 0 || end - mark > MAX_SIZE_DIGITS) {
      return text;
    }
    if ("kmgtKMGT".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    for (int i = mark + 1; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return text;
      }
    }
    return end > mark + 1 ? text.substring(0, mark) : text;
  }

  /** Whether it is a URI: it has a scheme (RFC 3986 §3), and with {@code mailto:} an address. */
  private static boolean isUri(String text) {
    try {
      var uri = new URI(text);
      return uri.isAbsolute()
          && (!uri.getScheme().equalsIgnoreCase("mailto")
              || uri.getSchemeSpecificPart().indexOf('@') > 0);
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
