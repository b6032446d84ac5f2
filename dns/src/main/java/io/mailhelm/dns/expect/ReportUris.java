package io.mailhelm.dns.expect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the destinations of reports as URIs in a record (RFC 7489 §6.2, RFC 8460 §3). */
public final class ReportUris {
  private static final String MAILTO = "mailto:";

  /**
   * Characters that would end a URI, a list of them or a tag; {@code %} begins an encoded
   * character.
   */
  private static final String RESERVED = ",!; \"\\%?#";

  private ReportUris() {}

  /** A URI: a mail address becomes {@code mailto:}, a URI stays. */
  public static String of(String address) {
    var lower = address.toLowerCase(Locale.ROOT);
    if (lower.startsWith("https:")) {
      return address.replace(",", "%2C").replace("!", "%21").replace(";", "%3B");
    }
    return lower.startsWith(MAILTO)
        ? MAILTO + address.substring(MAILTO.length())
        : MAILTO + encoded(address);
  }

  /** Several URIs, separated by commas. */
  static String of(List<String> addresses) {
    return addresses.stream().map(ReportUris::of).collect(Collectors.joining(","));
  }

  /** The domain of a mail address or of a {@code mailto:} URI; empty where there is none. */
  static String domain(String address) {
    var end = address.indexOf('?');
    var bare = end < 0 ? address : address.substring(0, end);
    int at = bare.lastIndexOf('@');
    return bare.startsWith("https:") || at < 0
        ? ""
        : bare.substring(at + 1).toLowerCase(Locale.ROOT);
  }

  private static String encoded(String address) {
    var text = new StringBuilder();
    for (byte octet : address.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (c > ' ' && c < 0x7f && RESERVED.indexOf(c) < 0) {
        text.append(c);
      } else {
        text.append("%%%02X".formatted((int) c));
      }
    }
    return text.toString();
  }
}
