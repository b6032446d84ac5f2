package io.mailhelm.dns.inspect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** A record of {@code tag=value} with semicolons (RFC 7489 §6.4, RFC 8460 §3, RFC 8461 §3.1). */
final class Tags {
  private Tags() {}

  /** By name in lower case; the first of several, and nothing of what is no {@code tag=value}. */
  static Map<String, String> of(String text) {
    var tags = new LinkedHashMap<String, String>();
    for (var field : text.split(";")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        tags.putIfAbsent(
            field.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            field.substring(equals + 1).strip());
      }
    }
    return tags;
  }

  /** Whether a text is a record of that version: it comes first. */
  static boolean isVersion(String version, String text) {
    int end = text.indexOf(';');
    var first = end < 0 ? text : text.substring(0, end);
    return first.replaceAll("[ \t]", "").equals("v=" + version);
  }

  /** URIs with commas, as they are compared: lower case, without a size ({@code !10m}). */
  static List<String> uris(String value) {
    return Stream.of(value.split(","))
        .map(String::strip)
        .map(uri -> uri.replaceFirst("![0-9]+[kmgtKMGT]?$", "").toLowerCase(Locale.ROOT))
        .filter(uri -> !uri.isEmpty())
        .distinct()
        .toList();
  }
}
