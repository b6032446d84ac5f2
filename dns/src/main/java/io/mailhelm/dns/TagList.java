package io.mailhelm.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A record of {@code tag=value} with semicolons between, as each RFC that has one wants it read.
 *
 * @param tags by name, in the order they stand there; of a name that comes twice the first, and
 *     nothing of what is no {@code tag=value}
 * @param problems what is wrong with it, in sentences
 */
public record TagList(Map<String, String> tags, List<String> problems) {
  private static final int MAX_SHOWN = 41;

  /** What a record is for, and by whose rules it is read. */
  public enum Kind {
    /**
     * A signing key (RFC 6376 §3.2): the version may be left out, names are told apart by their
     * case.
     */
    DKIM("DKIM1"),
    /**
     * What becomes of mail that fails (RFC 7489 §6.4): white space around {@code =}, names in any
     * case, the version to the letter.
     */
    DMARC("DMARC1"),
    /**
     * That there is a policy (RFC 8461 §3.1): all to the letter, no white space around {@code =}.
     */
    MTA_STS("STSv1"),
    /** Where failures of TLS are told (RFC 8460 §3): the same. */
    TLS_REPORTING("TLSRPTv1");

    private final String version;

    Kind(String version) {
      this.version = version;
    }

    private boolean isExact() {
      return this == MTA_STS || this == TLS_REPORTING;
    }

    /** Whether a TXT record is one of these: its version comes first. Others do not count. */
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

  /** Reads one; it takes any text. */
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

  /** A stranger's text, on its way to a status. */
  private static String brief(String text) {
    return ForeignText.of(text, MAX_SHOWN);
  }

  /** What a tag says, or that. */
  public String get(String name, String otherwise) {
    return tags.getOrDefault(name, otherwise);
  }
}
