package io.mailhelm.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A record of {@code tag=value} pairs separated by semicolons, read as the RFC of its kind
 * requires.
 *
 * @param tags by name, in their order in the record; of two with one name the first; what is no
 *     {@code tag=value} is left out
 * @param problems what is wrong with it, in sentences
 */
public record TagList(Map<String, String> tags, List<String> problems) {
  private static final int MAX_SHOWN = 41;

  /** The kind of record, which decides how it is read. */
  public enum Kind {
    /** A DKIM key (RFC 6376 §3.2): the version may be left out, and names are case-sensitive. */
    DKIM("DKIM1"),
    /**
     * A DMARC policy (RFC 7489 §6.4): white space around {@code =} and names in any case are
     * allowed, the version must be exact.
     */
    DMARC("DMARC1"),
    /**
     * The announcement of an MTA-STS policy (RFC 8461 §3.1): all must be exact, without white space
     * around {@code =}.
     */
    MTA_STS("STSv1"),
    /** Where failures of TLS are reported (RFC 8460 §3): all must be exact, too. */
    TLS_REPORTING("TLSRPTv1");

    private final String version;

    Kind(String version) {
      this.version = version;
    }

    private boolean isExact() {
      return this == MTA_STS || this == TLS_REPORTING;
    }

    /** Whether a TXT record is of this kind: it begins with the version. Others do not count. */
    public boolean isRecord(String text) {
      int end = text.indexOf(';');
      var first = end < 0 ? text : text.substring(0, end);
      int equals = first.indexOf('=');
      if (equals < 0) {
        return false;
      }
      var name = first.substring(0, equals);
      var value = first.substring(equals + 1);
      return isExact()
          ? name.equals("v") && value.stripTrailing().equals(version)
          : name.stripTrailing().equalsIgnoreCase("v") && value.strip().equals(version);
    }
  }

  public TagList {
    tags = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    problems = List.copyOf(problems);
  }

  /** Reads a record; it accepts any text. */
  public static TagList of(Kind kind, String text) {
    var tags = new LinkedHashMap<String, String>();
    var problems = new ArrayList<String>();
    for (int from = 0; from <= text.length(); ) {
      int semicolon = text.indexOf(';', from);
      int end = semicolon < 0 ? text.length() : semicolon;
      var tag = text.substring(from, end).strip();
      from = end + 1;
      if (!tag.isEmpty()) {
        read(kind, tag, tags, problems);
      }
    }
    return new TagList(tags, problems);
  }

  private static void read(Kind kind, String tag, Map<String, String> tags, List<String> problems) {
    int equals = tag.indexOf('=');
    if (equals <= 0) {
      problems.add("'%s' is not name=value".formatted(brief(tag)));
      return;
    }
    var written = tag.substring(0, equals);
    var name = written.strip();
    var value = tag.substring(equals + 1);
    if (kind.isExact() && !(name.equals(written) && value.equals(value.strip()))) {
      problems.add("%s= has white space around the =".formatted(brief(name)));
      return; // its readers see no such tag
    }
    var key = kind == Kind.DMARC ? name.toLowerCase(Locale.ROOT) : name;
    if (tags.putIfAbsent(key, value.strip()) != null) {
      problems.add("%s= is there twice".formatted(brief(key)));
    }
  }

  /** Text from outside, shortened for a status. */
  private static String brief(String text) {
    return ForeignText.of(text, MAX_SHOWN);
  }

  /** The value of a tag, or {@code otherwise}. */
  public String get(String name, String otherwise) {
    return tags.getOrDefault(name, otherwise);
  }
}
