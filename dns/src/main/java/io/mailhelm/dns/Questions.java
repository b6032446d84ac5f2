package io.mailhelm.dns;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** One question at a time: aliases are followed, what comes is remembered. Thread-safe. */
final class Questions {
  private static final int MAX_ALIASES = 8;

  /** What is there is believed so long at most. */
  private static final Duration MAX_POSITIVE = Duration.ofHours(1);

  /** What is not there is believed so long at most: it may just have been made. */
  private static final Duration MAX_NEGATIVE = Duration.ofMinutes(5);

  /**
   * Octets of memory for what is remembered: some 10,000 usual answers, however large others are.
   */
  static final long REMEMBERED = 16L << 20;

  /** Octets of the largest answer that is remembered: a handful would push all others out. */
  static final long LARGEST = 64L << 10;

  private final Resolver resolver;
  private final boolean validates;
  private final WeighedCache<Key, Weighed> cache;

  private record Key(String name, int type) {}

  private record Weighed(Answer<?> answer, long octets) {}

  private record Step(Answer<Record> answer, Optional<Name> alias, Duration lifetime) {}

  /**
   * @param validates whether AD in its answers is its own word
   */
  Questions(Resolver resolver, boolean validates, Clock clock) {
    this.resolver = resolver;
    this.validates = validates;
    this.cache =
        new WeighedCache<>(
            REMEMBERED,
            LARGEST,
            (key, known) -> WeighedCache.weight(key.name()) + known.octets(),
            clock);
  }

  <T> Answer<T> ask(Name name, RecordKind<T> kind) {
    var key = new Key(RecordKind.text(name), kind.type());
    var known = cache.get(key);
    if (known.isPresent()) {
      return kind.cast(known.get().answer());
    }
    int type = kind.type();
    var at = name;
    boolean proved = validates;
    var lifetime = MAX_POSITIVE;
    for (int i = 0; i <= MAX_ALIASES; i++) {
      var step = once(at, type);
      proved &= step.answer().isValidated();
      lifetime = min(lifetime, step.lifetime());
      if (step.alias().isEmpty()) {
        var answer = kind.read(provedOnly(step.answer(), proved));
        cache.put(key, new Weighed(answer, kind.weigh(answer)), lifetime);
        return answer;
      }
      at = step.alias().get();
    }
    return new Answer.Unavailable<>("more than " + MAX_ALIASES + " aliases from " + name);
  }

  private static Answer<Record> provedOnly(Answer<Record> answer, boolean proved) {
    return switch (answer) {
      case Answer.Found<Record>(var name, var values, var validated) ->
          new Answer.Found<>(name, values, validated && proved);
      case Answer.Absent<Record>(var exists, var validated) ->
          new Answer.Absent<>(exists, validated && proved);
      case Answer.Unavailable<Record> unavailable -> unavailable;
    };
  }

  private Step once(Name name, int type) {
    try {
      var question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
      return read(name, type, resolver.send(question));
    } catch (IOException e) {
      return unavailable(name, type, "no answer" + reason(e));
    } catch (RuntimeException e) { // a message that its reader did not expect
      return unavailable(name, type, "an answer that cannot be read: " + e);
    }
  }

  /** Octets of memory that are taken by what is remembered. */
  long remembered() {
    return cache.octets();
  }

  /** Without the number of the question: what is true for hours is said in the same words. */
  private static String reason(IOException e) {
    return e.getMessage() == null
        ? ": no name server was reached"
        : ": " + e.getMessage().replaceFirst("(?i)[, ]*\\bid[:= ].*$", "");
  }

  private Step read(Name name, int type, Message message) {
    boolean proved = validates && message.getHeader().getFlag(Flags.AD);
    int rcode = message.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return unavailable(name, type, Rcode.string(rcode) + why(message));
    }
    var at = name;
    var lifetime = MAX_POSITIVE;
    var found = new ArrayList<Record>();
    var section = message.getSection(Section.ANSWER);
    for (int i = 0; i <= section.size(); i++) {
      for (var record : section) {
        if (record.getType() == type && record.getName().equals(at)) {
          found.add(record);
          lifetime = min(lifetime, Duration.ofSeconds(record.getTTL()));
        }
      }
      var alias = found.isEmpty() ? alias(section, at) : Optional.<CNAMERecord>empty();
      if (alias.isEmpty()) {
        break;
      }
      at = alias.get().getTarget();
      lifetime = min(lifetime, Duration.ofSeconds(alias.get().getTTL()));
    }
    if (!found.isEmpty()) {
      var answer = new Answer.Found<Record>(RecordKind.text(at), found, proved);
      return new Step(answer, Optional.empty(), lifetime);
    }
    var absent = new Answer.Absent<Record>(rcode == Rcode.NOERROR, proved);
    boolean isCut = !at.equals(name) && rcode == Rcode.NOERROR && soa(message).isEmpty();
    return new Step(
        absent, isCut ? Optional.of(at) : Optional.empty(), min(lifetime, negative(message)));
  }

  private static Optional<CNAMERecord> alias(List<Record> section, Name at) {
    return section.stream()
        .filter(record -> record.getType() == Type.CNAME && record.getName().equals(at))
        .map(CNAMERecord.class::cast)
        .findFirst();
  }

  private static Optional<SOARecord> soa(Message message) {
    return message.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .findFirst();
  }

  /** RFC 2308 §5: by the SOA; without one it is not remembered. */
  private static Duration negative(Message message) {
    return soa(message)
        .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())))
        .map(time -> min(time, MAX_NEGATIVE))
        .orElse(Duration.ZERO);
  }

  /** RFC 8914: what the validator found wrong. */
  private static String why(Message message) {
    if (message.getOPT() == null) {
      return "";
    }
    return message.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
        .map(ExtendedErrorCodeOption.class::cast)
        .map(ExtendedErrorCodeOption::getText)
        .filter(text -> text != null && !text.isBlank())
        .map(text -> " (" + text + ")")
        .findFirst()
        .orElse("");
  }

  private static Step unavailable(Name name, int type, String reason) {
    return new Step(
        new Answer.Unavailable<>(Type.string(type) + " of " + name.toString(true) + ": " + reason),
        Optional.empty(),
        Duration.ZERO);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
