package io.mailhelm.dns.inspect;

import io.mailhelm.config.DomainDns.Spf;
import io.mailhelm.dns.DnsAnswer.Absent;
import io.mailhelm.dns.DnsAnswer.Found;
import io.mailhelm.dns.DnsAnswer.Unavailable;
import io.mailhelm.dns.expect.AddressText;
import io.mailhelm.dns.expect.ExpectedRecord;
import io.mailhelm.dns.expect.SpfText;
import io.mailhelm.dns.spf.Qualifier;
import io.mailhelm.dns.spf.SpfCost;
import io.mailhelm.dns.spf.SpfOutcome;
import io.mailhelm.dns.spf.SpfRecord;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Judges an SPF record (RFC 7208) by evaluating it as a receiver does: whether our mail passes,
 * whatever its text.
 */
final class SpfVerdict {
  private static final int MAX_REDIRECTS = 10;
  private final ExpectedRecord wanted;
  private final InspectionContext look;
  private final boolean isHelo;

  private SpfVerdict(ExpectedRecord wanted, InspectionContext look) {
    this.wanted = wanted;
    this.look = look;
    this.isHelo = !wanted.name().equals(look.domain().domain().ascii());
  }

  static RecordFinding of(ExpectedRecord wanted, InspectionContext look) {
    return new SpfVerdict(wanted, look).find();
  }

  private RecordFinding find() {
    return switch (look.dns().txt(wanted.name())) {
      case Unavailable<String>(var reason, var _) -> RecordFinding.error(reason);
      case Absent<String> none -> RecordFinding.missing("Publish it.");
      case Found<String>(var name, var texts, var validated) ->
          among(texts.stream().filter(SpfRecord::isSpf).toList());
    };
  }

  private RecordFinding among(List<String> texts) {
    if (texts.isEmpty()) {
      return RecordFinding.missing("Publish it.");
    }
    if (texts.size() > 1) { // RFC 7208 §4.5
      return RecordFinding.mismatch(
          texts, "There are %d SPF records, so none counts: leave one.".formatted(texts.size()));
    }
    return switch (SpfRecord.read(texts.getFirst())) {
      case SpfRecord.Malformed(var problems) ->
          RecordFinding.mismatch(
              texts, "It cannot be read: %s.".formatted(String.join("; ", problems)));
      case SpfRecord.Readable(var record) -> evaluated(texts, record);
    };
  }

  private RecordFinding evaluated(List<String> texts, SpfRecord record) {
    var everybody = ofEverybodyElse(record, wanted.name(), MAX_REDIRECTS);
    if (everybody.filter(Qualifier.Pass::equals).isPresent()) {
      return RecordFinding.mismatch(
          texts,
          "It ends with +all, which lets everybody send as the domain: end it with %sall."
              .formatted(isHelo ? '-' : SpfText.qualifier(policy())));
    }
    var reason = "";
    var refused = new TreeSet<String>();
    for (var client : clients()) {
      var outcome = check(client);
      switch (outcome.result()) {
        case Pass -> {}
        case TempError -> reason = "SPF cannot be evaluated: " + outcome.problem();
        case PermError -> {
          return RecordFinding.mismatch(
              texts, "It cannot be evaluated: %s.".formatted(trimmed(outcome.problem())));
        }
        case None, Neutral, SoftFail, Fail ->
            refused.add("%s (%s)".formatted(AddressText.of(client), outcome.result()));
      }
    }
    if (!refused.isEmpty()) {
      return RecordFinding.mismatch(
          texts,
          "It does not let mail come from %s: publish it as expected."
              .formatted(String.join(", ", refused)));
    }
    return reason.isEmpty()
        ? allowed(texts, record, everybody)
        : RecordFinding.error(texts, trimmed(reason));
  }

  /** The finding where all our addresses pass: what does the record say of all others? */
  private RecordFinding allowed(
      List<String> texts, SpfRecord record, Optional<Qualifier> everybody) {
    boolean isWeak =
        !isHelo && everybody.filter(all -> strength(all) < strength(policy())).isPresent();
    if (isWeak) {
      return RecordFinding.mismatch(
          texts,
          "What it says of everybody else is weaker than asked: end it with %sall."
              .formatted(SpfText.qualifier(policy())));
    }
    var cost = cost(record);
    return look.egressAddresses().isEmpty()
        ? RecordFinding.unknown(
            texts,
            "Nobody here knows the addresses that mail comes from: set spec.dns.egressAddresses.",
            cost)
        : RecordFinding.match(texts, cost);
  }

  /**
   * Advice where the record needs more look-ups than are allowed (RFC 7208 §4.6.4): our addresses
   * come before the limit, but others may not.
   */
  private String cost(SpfRecord record) {
    var cost = SpfCost.of(record, wanted.name(), look.dns());
    var problems =
        cost.problems().isEmpty()
            ? ""
            : "Mend: %s.".formatted(trimmed(String.join("; ", cost.problems())));
    return cost.isTooMuch()
        ? "It asks for %d look-ups of %d: whoever stands behind them fails."
            .formatted(cost.lookups(), SpfCost.ALLOWED)
        : problems;
  }

  /** The qualifier of {@code all}, through redirects; empty where it is unknown. */
  private Optional<Qualifier> ofEverybodyElse(SpfRecord record, String domain, int redirects) {
    var target = record.redirect();
    if (record.all().isPresent() || target.isEmpty()) {
      return record.all().or(() -> Optional.of(Qualifier.Neutral)); // RFC 7208 §4.7
    }
    var next = target.get().name(domain);
    if (redirects == 0 || next.isEmpty()) {
      return Optional.empty();
    }
    var texts = look.dns().txt(next.get()).found().stream().filter(SpfRecord::isSpf).toList();
    return texts.size() == 1
            && SpfRecord.read(texts.getFirst()) instanceof SpfRecord.Readable(var other)
        ? ofEverybodyElse(other, next.get(), redirects - 1)
        : Optional.empty();
  }

  private Spf.Policy policy() {
    return look.domain().dns().spf().policy();
  }

  private static int strength(Qualifier qualifier) {
    return switch (qualifier) {
      case Pass -> 0;
      case Neutral -> 1;
      case SoftFail -> 2;
      case Fail -> 3;
    };
  }

  private static int strength(Spf.Policy policy) {
    return switch (policy) {
      case Neutral -> 1;
      case SoftFail -> 2;
      case Fail -> 3;
    };
  }

  private SpfOutcome check(InetAddress client) {
    return look.spf()
        .check(client, wanted.name(), "postmaster@" + wanted.name(), look.ehlo().ascii());
  }

  /** All addresses that mail comes from; of a block the first. */
  private List<InetAddress> clients() {
    var egress = look.egressAddresses().stream();
    return isHelo
        ? egress.toList()
        : Stream.concat(
                egress, look.domain().dns().spf().addresses().stream().map(SpfText::network))
            .distinct()
            .toList();
  }

  private static String trimmed(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
