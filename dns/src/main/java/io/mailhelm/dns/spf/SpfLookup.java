package io.mailhelm.dns.spf;

import io.mailhelm.dns.DnsAnswer;
import java.util.List;
import java.util.function.Function;

/**
 * The SPF record that a domain publishes, if there is one that can be read (RFC 7208 §4.4, §4.5).
 */
sealed interface SpfLookup {
  /** The domain has one record. */
  record One(SpfRecord record) implements SpfLookup {}

  /** There is none, or the domain cannot have one. */
  record None() implements SpfLookup {}

  /** There are several, or one that cannot be read. */
  record Faulty(String problem) implements SpfLookup {}

  /** It is unknown now. */
  record Unavailable(String reason) implements SpfLookup {}

  /**
   * @param txt looks a name up
   */
  static SpfLookup by(String domain, Function<String, DnsAnswer<String>> txt) {
    return QueriedNames.canHaveRecord(domain)
        ? of(domain, txt.apply(QueriedNames.asked(domain)))
        : new None();
  }

  private static SpfLookup of(String domain, DnsAnswer<String> texts) {
    if (texts instanceof DnsAnswer.Unavailable<String>(var reason, var _)) {
      return new Unavailable(reason);
    }
    var records = texts.found().stream().filter(SpfRecord::isSpf).toList();
    return switch (records.size()) {
      case 0 -> new None();
      case 1 -> read(domain, records.getFirst());
      default ->
          new Faulty(
              "%s has %d SPF records: only one may be there"
                  .formatted(SpfCharacters.shown(domain), records.size()));
    };
  }

  private static SpfLookup read(String domain, String text) {
    return switch (SpfRecord.read(text)) {
      case SpfRecord.Readable(var record) -> new One(record);
      case SpfRecord.Malformed(List<String> problems) ->
          new Faulty(
              "the SPF record of %s cannot be read: %s"
                  .formatted(SpfCharacters.shown(domain), String.join("; ", problems)));
    };
  }
}
