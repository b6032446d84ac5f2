package io.mailhelm.dns.spf;

import io.mailhelm.dns.Answer;
import java.util.List;
import java.util.function.Function;

/** What a domain publishes of SPF (RFC 7208 §4.4, §4.5). */
sealed interface Published {
  /** A record. */
  record One(SpfRecord record) implements Published {}

  /** None, or no domain that could have one. */
  record None() implements Published {}

  /** Several, or one that cannot be read. */
  record Faulty(String problem) implements Published {}

  /** It cannot be told now. */
  record Unavailable(String reason) implements Published {}

  /**
   * @param txt looks a name up
   */
  static Published by(String domain, Function<String, Answer<String>> txt) {
    return Names.canHaveRecord(domain) ? of(domain, txt.apply(Names.asked(domain))) : new None();
  }

  private static Published of(String domain, Answer<String> texts) {
    if (texts instanceof Answer.Unavailable<String>(var reason)) {
      return new Unavailable(reason);
    }
    var records = texts.found().stream().filter(SpfRecord::isSpf).toList();
    return switch (records.size()) {
      case 0 -> new None();
      case 1 -> read(domain, records.getFirst());
      default ->
          new Faulty(
              "%s has %d SPF records: only one may be there"
                  .formatted(Text.shown(domain), records.size()));
    };
  }

  private static Published read(String domain, String text) {
    return switch (SpfRecord.read(text)) {
      case SpfRecord.Readable(var record) -> new One(record);
      case SpfRecord.Malformed(List<String> problems) ->
          new Faulty(
              "the SPF record of %s cannot be read: %s"
                  .formatted(Text.shown(domain), String.join("; ", problems)));
    };
  }
}
