package io.mailhelm.smtp.send;

import io.mailhelm.dns.TagList;
import io.mailhelm.smtp.wire.CertificateNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An MTA-STS policy: what a domain requires of servers that send it mail (RFC 8461 §3.2).
 *
 * @param hosts names of its servers, a star for a first label
 * @param maxAge how long it holds
 */
record StsPolicy(Mode mode, List<String> hosts, Duration maxAge) {
  private static final long MAX_AGE = 31_557_600; // RFC 8461 §3.2: a year
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,32}");

  /** How much it asks. */
  enum Mode {
    ENFORCE,
    TESTING,
    NONE
  }

  /** What was published is no policy. */
  static final class InvalidException extends Exception {
    private static final long serialVersionUID = 1L;

    private InvalidException(String message) {
      super(message, null, false, false);
    }
  }

  StsPolicy {
    hosts = List.copyOf(hosts);
  }

  /** Whether it names a server. */
  boolean names(String host) {
    var name = host.toLowerCase(Locale.ROOT);
    return hosts.stream().anyMatch(pattern -> CertificateNames.matchesName(pattern, name));
  }

  /**
   * Reads the file. Keys that are not known are passed over; of one given twice the first counts.
   */
  static StsPolicy parse(String text) throws InvalidException {
    var values = new HashMap<String, String>();
    var hosts = new ArrayList<String>();
    for (var line : text.split("\r?\n")) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        if (line.isBlank()) {
          continue;
        }
        throw new InvalidException("a line without a colon");
      }
      var key = line.substring(0, colon).strip();
      var value = line.substring(colon + 1).strip();
      if (key.equals("mx")) {
        hosts.add(value.toLowerCase(Locale.ROOT));
      } else {
        values.putIfAbsent(key, value);
      }
    }
    if (!"STSv1".equals(values.get("version"))) {
      throw new InvalidException("its version is not STSv1");
    }
    var mode = mode(values);
    if (hosts.isEmpty() && mode != Mode.NONE) {
      throw new InvalidException("it names no mx");
    }
    return new StsPolicy(mode, hosts, maxAge(values));
  }

  private static Mode mode(Map<String, String> values) throws InvalidException {
    return switch (values.getOrDefault("mode", "")) {
      case "enforce" -> Mode.ENFORCE;
      case "testing" -> Mode.TESTING;
      case "none" -> Mode.NONE;
      default -> throw new InvalidException("its mode is none of enforce, testing and none");
    };
  }

  private static Duration maxAge(Map<String, String> values) throws InvalidException {
    var text = values.getOrDefault("max_age", "");
    if (!text.matches("\\d{1,10}")) {
      throw new InvalidException("its max_age is no number of seconds");
    }
    return Duration.ofSeconds(Math.min(Long.parseLong(text), MAX_AGE));
  }

  /**
   * The id of a policy from the TXT records of {@code _mta-sts} (RFC 8461 §3.1); empty where not
   * exactly one of them is one.
   */
  static Optional<String> id(List<String> texts) {
    var records = texts.stream().filter(TagList.Kind.MTA_STS::isRecord).toList();
    if (records.size() != 1) {
      return Optional.empty();
    }
    var id = TagList.of(TagList.Kind.MTA_STS, records.getFirst()).get("id", "");
    return ID.matcher(id).matches() ? Optional.of(id) : Optional.empty();
  }
}
