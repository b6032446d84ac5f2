package io.mailhelm.dns.rotation;

import io.mailhelm.config.DkimKey;
import io.mailhelm.dns.DkimRecord;
import io.mailhelm.dns.RecordKind;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** The meaning of an answer to a question for TXT records. */
sealed interface TxtAnswer {
  /**
   * TXT records, or none.
   *
   * @param values each with its strings joined (RFC 6376 §3.6.2.2)
   */
  record Some(List<String> values) implements TxtAnswer {}

  /** The name is an alias of another (RFC 1034 §3.6.2). */
  record Alias(Name target) implements TxtAnswer {}

  /** The answer does not tell. */
  record Failure(String why) implements TxtAnswer {}

  /** Reads the answer of an authoritative server: the caller follows aliases. */
  static TxtAnswer authoritative(SingleServerQuery.Said said, Name name) {
    return switch (said) {
      case SingleServerQuery.Said.Silent(var why) -> new Failure(why);
      case SingleServerQuery.Said.Answered(var message) -> {
        var failure = failure(message);
        if (failure.isPresent()) {
          yield failure.get();
        }
        if (!message.getHeader().getFlag(Flags.AA)) { // RFC 1912 §2.8
          yield new Failure("it does not answer for the zone (lame)");
        }
        yield alias(message, name).<TxtAnswer>map(Alias::new).orElseGet(() -> texts(message));
      }
    };
  }

  /** Reads the answer of a resolver, which follows aliases itself. */
  static TxtAnswer recursive(SingleServerQuery.Said said) {
    return switch (said) {
      case SingleServerQuery.Said.Silent(var why) -> new Failure(why);
      case SingleServerQuery.Said.Answered(var message) ->
          failure(message).orElseGet(() -> texts(message));
    };
  }

  private static Optional<TxtAnswer> failure(Message message) {
    int rcode = message.getRcode();
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN
        ? Optional.empty()
        : Optional.of(new Failure(Rcode.string(rcode)));
  }

  private static Optional<Name> alias(Message message, Name name) {
    return message.getSection(Section.ANSWER).stream()
        .filter(record -> record.getName().equals(name))
        .filter(CNAMERecord.class::isInstance)
        .map(record -> ((CNAMERecord) record).getTarget())
        .findFirst();
  }

  private static TxtAnswer texts(Message message) {
    return new Some(
        message.getSection(Section.ANSWER).stream()
            .filter(TXTRecord.class::isInstance)
            .map(record -> RecordKind.joined((TXTRecord) record))
            .toList());
  }

  /** Why this does not show that key; empty where it does. */
  default Optional<String> obstacle(DkimKey key) {
    return switch (this) {
      case Failure(var why) -> Optional.of(why);
      case Alias(var target) -> Optional.of("an alias of " + target.toString(true));
      case Some(var values) -> obstacle(values, key);
    };
  }

  private static Optional<String> obstacle(List<String> values, DkimKey key) {
    if (values.isEmpty()) {
      return Optional.of("no TXT record");
    }
    if (values.size() > 1) { // RFC 6376 §3.6.2.2: a verifier may take any of them
      return Optional.of(values.size() + " TXT records where there may be one");
    }
    var record = DkimRecord.parse(values.getFirst());
    if (!record.problems().isEmpty()) {
      return Optional.of("a TXT record that is no key: " + record.problems().getFirst());
    }
    if (!record.hasKey(key)) {
      return Optional.of(record.isRevoked() ? "a revoked key (p= is empty)" : "another key");
    }
    return record.verifies(key)
        ? Optional.empty()
        : Optional.of("the key, but h= or s= keep it from verifying this mail");
  }
}
