package io.mailhelm.dns.expect;

import io.mailhelm.config.DomainName;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;

/** Writes records as text to paste into a zone (RFC 1035 §5.1). */
public final class ZoneFile {
  /** The time to live of a record, in seconds. */
  public static final int TTL = 3600;

  private static final int MAX_STRING = 255; // RFC 1035 §3.3

  private ZoneFile() {}

  /**
   * The text: absolute names, one line for each record, equal ones once. A record of another zone
   * is written as a comment; one that is not known is a comment in words. Equal records give equal
   * text.
   */
  public static String of(DomainName domain, List<ExpectedRecord> records) {
    var lines = new LinkedHashSet<String>();
    lines.add("; What the DNS should say of %s.".formatted(domain));
    lines.add("$ORIGIN %s.".formatted(domain));
    lines.add("$TTL " + TTL);
    records.stream()
        .filter(record -> record.isPublishable() && !record.elsewhere())
        .forEach(record -> lines.add(line(record)));
    if (records.stream().anyMatch(record -> record.isPublishable() && record.elsewhere())) {
      lines.add("; In other zones: for whoever keeps them.");
    }
    records.stream()
        .filter(record -> record.isPublishable() && record.elsewhere())
        .forEach(record -> lines.add("; " + line(record)));
    records.stream()
        .filter(record -> !record.isKnown())
        .forEach(
            record ->
                lines.add(
                    "; %s (%s of %s): %s"
                        .formatted(record.purpose(), record.type(), record.name(), record.note())));
    return String.join("\n", lines) + "\n";
  }

  private static String line(ExpectedRecord record) {
    var data = record.type().equals("TXT") ? quoted(record.data()) : record.data();
    return "%s. %d IN %s %s".formatted(record.name(), TTL, record.type(), data);
  }

  /** A text as strings of at most 255 octets each, in quotes. */
  public static String quoted(String text) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    var strings = new StringBuilder("\"");
    for (int i = 0; i < octets.length; i++) {
      if (i > 0 && i % MAX_STRING == 0) {
        strings.append("\" \"");
      }
      strings.append(escaped(octets[i] & 0xff));
    }
    return strings.append('"').toString();
  }

  private static String escaped(int octet) {
    if (octet == '"' || octet == '\\') {
      return "\\" + (char) octet;
    }
    return octet >= ' ' && octet < 0x7f ? String.valueOf((char) octet) : "\\%03d".formatted(octet);
  }
}
