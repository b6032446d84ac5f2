package io.mailhelm.dns;

import io.mailhelm.dns.DnsAnswer.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks one question at a time, follows aliases, and caches the answers. Thread-safe. */
final class Questions {
  /** The longest time for which a record is cached. */
  private static final Duration MAX_POSITIVE = Duration.ofHours(1);

  /** The longest time for which an absence is cached: the record may just have been made. */
  private static final Duration MAX_NEGATIVE = Duration.ofMinutes(5);

  /** Octets of memory for cached answers: some 10,000 usual ones, however large others are. */
  static final long REMEMBERED = 16L << 20;

  /**
   * Octets of the largest answer that is cached: a handful of larger ones would push all others
   * out.
   */
  static final long LARGEST = 64L << 10;

  private final Resolver resolver;
  private final boolean validates;
  private final WeighedCache<Key, Weighed> cache;

  private record Key(String name, int type) {}

  private record Weighed(DnsAnswer<?> answer, long octets) {}

  /**
   * The result of one message.
   *
   * @param alias the name for which to ask again
   * @param aliases how many aliases were followed in it
   */
  private record Step(
      DnsAnswer<Record> answer, Optional<Name> alias, int aliases, Duration lifetime) {}

  /**
   * @param validates whether the resolver validates itself, so that AD in its answers counts
   */
  Questions(Resolver resolver, boolean validates, ElapsedTime time) {
    this.resolver = resolver;
    this.validates = validates;
    this.cache =
        new WeighedCache<>(
            REMEMBERED,
            LARGEST,
            (key, known) -> WeighedCache.weight(key.name()) + known.octets(),
            time);
  }

  <T> DnsAnswer<T> ask(Name name, RecordKind<T> kind) {
    var key = new Key(RecordKind.text(name), kind.type());
    var known = cache.get(key);
    if (known.isPresent()) {
      return kind.cast(known.get().answer());
    }
    int type = kind.type();
    var at = name;
    boolean proved = validates;
    var lifetime = MAX_POSITIVE;
    for (int aliases = 0; aliases <= AnswerLimits.MOST_ALIASES; ) {
      var step = once(at, type);
      aliases += step.aliases();
      proved &= step.answer().isValidated();
      lifetime = min(lifetime, step.lifetime());
      if (step.alias().isEmpty()) {
        var answer = kind.read(provedOnly(step.answer(), proved));
        cache.put(key, new Weighed(answer, kind.weigh(answer)), lifetime);
        return answer;
      }
      at = step.alias().get();
    }
    return new DnsAnswer.Unavailable<>(
        "more than " + AnswerLimits.MOST_ALIASES + " aliases from " + name);
  }

  private static DnsAnswer<Record> provedOnly(DnsAnswer<Record> answer, boolean proved) {
    return switch (answer) {
      case DnsAnswer.Found<Record>(var name, var values, var validated) ->
          new DnsAnswer.Found<>(name, values, validated && proved);
      case DnsAnswer.Absent<Record>(var exists, var validated) ->
          new DnsAnswer.Absent<>(exists, validated && proved);
      case DnsAnswer.Unavailable<Record> unavailable -> unavailable;
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

  /** Octets of memory that cached answers take. */
  long remembered() {
    return cache.octets();
  }

  /**
   * The reason of a failure, without the number of the question, so that a lasting failure is
   * always described in the same words.
   */
  private static String reason(IOException e) {
    return e.getMessage() == null
        ? ": no name server was reached"
        : ": " + e.getMessage().replaceFirst("(?i)[, ]*\\bid[:= ].*$", "");
  }

  private Step read(Name name, int type, Message message) {
    boolean proved = validates && message.getHeader().getFlag(Flags.AD);
    int rcode = message.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return unavailable(
          name,
          type,
          Rcode.string(rcode) + why(message),
          rcode == Rcode.SERVFAIL ? Cause.SERVER_FAILURE : Cause.NO_ANSWER);
    }
    var section = message.getSection(Section.ANSWER);
    if (message.getHeader().getFlag(Flags.TC)) {
      return unavailable(name, type, "an answer that is cut off, by TCP too");
    }
    if (!section.isEmpty() && section.stream().noneMatch(each -> each.getName().equals(name))) {
      return unavailable(name, type, "an answer about other names");
    }
    var aliases = aliases(section);
    var at = name;
    int followed = 0;
    var lifetime = MAX_POSITIVE;
    var found = records(section, at, type);
    while (found.isEmpty() && aliases.containsKey(at)) {
      var alias = aliases.remove(at); // a circle ends where it began
      at = alias.getTarget();
      followed++;
      lifetime = min(lifetime, Duration.ofSeconds(alias.getTTL()));
      found = records(section, at, type);
    }
    if (!found.isEmpty()) {
      for (var record : found) {
        lifetime = min(lifetime, Duration.ofSeconds(record.getTTL()));
      }
      var answer = new DnsAnswer.Found<Record>(RecordKind.text(at), found, proved);
      return new Step(answer, Optional.empty(), followed, lifetime);
    }
    var absent = new DnsAnswer.Absent<Record>(rcode == Rcode.NOERROR, proved);
    if (rcode == Rcode.NXDOMAIN || soa(message).isPresent()) {
      return new Step(absent, Optional.empty(), followed, min(lifetime, negative(message)));
    }
    if (followed > 0) { // the rest of the way is for whoever asks
      return new Step(absent, Optional.of(at), followed, lifetime);
    }
    return isReferral(message)
        ? unavailable(name, type, "a referral: that name server does not resolve for others")
        : new Step(absent, Optional.empty(), followed, Duration.ZERO);
  }

  /**
   * The aliases by their names; of several with one name the first. A message has few ({@link
   * AnswerLimits}).
   */
  private static Map<Name, CNAMERecord> aliases(List<Record> section) {
    var aliases = new HashMap<Name, CNAMERecord>();
    for (var record : section) {
      if (record instanceof CNAMERecord alias) {
        aliases.putIfAbsent(alias.getName(), alias);
      }
    }
    return aliases;
  }

  private static List<Record> records(List<Record> section, Name name, int type) {
    return section.stream()
        .filter(record -> record.getType() == type && record.getName().equals(name))
        .toList();
  }

  /**
   * Whether a message is a referral (RFC 2308 §2.2): it has name servers, and no SOA that would
   * mean an absence.
   */
  private static boolean isReferral(Message message) {
    return message.getSection(Section.AUTHORITY).stream().anyMatch(NSRecord.class::isInstance);
  }

  private static Optional<SOARecord> soa(Message message) {
    return message.getSection(Section.AUTHORITY).stream()
        .filter(SOARecord.class::isInstance)
        .map(SOARecord.class::cast)
        .findFirst();
  }

  /** How long an absence is cached: by the SOA (RFC 2308 §5); without one not at all. */
  private static Duration negative(Message message) {
    return soa(message)
        .map(soa -> Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())))
        .map(time -> min(time, MAX_NEGATIVE))
        .orElse(Duration.ZERO);
  }

  /** What the validator found wrong (RFC 8914). */
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
    return unavailable(name, type, reason, Cause.NO_ANSWER);
  }

  private static Step unavailable(Name name, int type, String reason, Cause cause) {
    return new Step(
        new DnsAnswer.Unavailable<>(
            Type.string(type) + " of " + name.toString(true) + ": " + reason, cause),
        Optional.empty(),
        0,
        Duration.ZERO);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
