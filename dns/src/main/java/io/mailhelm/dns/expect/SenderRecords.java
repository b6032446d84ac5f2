package io.mailhelm.dns.expect;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DomainDns.Dmarc;
import io.mailhelm.config.RecordPurpose;
import java.util.Locale;
import java.util.stream.Stream;

/** Makes the records by which others trust mail of the domain: SPF, DKIM, DMARC. */
final class SenderRecords {
  private static final int MAX_NAME = 253;

  private SenderRecords() {}

  static Stream<ExpectedRecord> spf(RecordOwner wanted) {
    var name = wanted.domain().domain().ascii();
    var own =
        wanted.record(
            RecordPurpose.Spf, name, "TXT", SpfText.of(wanted.domain().dns()), wanted.sends());
    var ehlo = wanted.ehlo();
    boolean isHost =
        ehlo.equals(wanted.domain().hostname())
            && !wanted.isElsewhere(ehlo.ascii())
            && !ehlo.equals(wanted.domain().domain());
    // RFC 7208 §2.3: the EHLO name is checked too, and is all there is of a report's null sender
    return isHost
        ? Stream.of(
            own,
            wanted.record(
                RecordPurpose.Spf, ehlo.ascii(), "TXT", SpfText.helo(wanted.domain().dns()), false))
        : Stream.of(own);
  }

  /** A record for each key (RFC 6376 §3.6.2.1). */
  static Stream<ExpectedRecord> dkim(RecordOwner wanted) {
    return wanted.domain().dkim().stream().map(key -> dkim(wanted, key));
  }

  private static ExpectedRecord dkim(RecordOwner wanted, DkimKey key) {
    var data = key.publicKey().isEmpty() ? "" : key.record();
    boolean required =
        switch (key.stage()) {
          // while its predecessor signs, mail can wait for it
          case Pending -> wanted.sends() && !hasActive(wanted, key.algorithm());
          case Active -> wanted.sends();
          case Retiring, Retired -> false;
        };
    boolean isGone = key.stage() == DkimKey.Stage.Retired;
    var note =
        isGone
            ? "This key is retired: its record may go."
            : data.isEmpty() ? "The public key is not known yet." : "";
    return new ExpectedRecord(
        RecordPurpose.Dkim,
        wanted.below(key.selector() + "._domainkey"),
        "TXT",
        isGone ? "" : data,
        required,
        false,
        key.selector(),
        note);
  }

  private static boolean hasActive(RecordOwner wanted, DkimKey.Algorithm algorithm) {
    return wanted.domain().dkim().stream()
        .anyMatch(key -> key.signs() && key.algorithm() == algorithm);
  }

  static Stream<ExpectedRecord> dmarc(RecordOwner wanted) {
    var dmarc = wanted.domain().dns().dmarc();
    var own =
        wanted.record(
            RecordPurpose.Dmarc, wanted.below("_dmarc"), "TXT", dmarcText(dmarc), wanted.sends());
    var zone = wanted.domain().domain().ascii();
    var consents =
        Stream.concat(dmarc.aggregateReportsTo().stream(), dmarc.failureReportsTo().stream())
            .map(ReportUris::domain)
            .filter(other -> !other.isEmpty() && !isRelated(zone, other))
            .distinct()
            .map(other -> "%s._report._dmarc.%s".formatted(zone, other))
            .filter(name -> name.length() <= MAX_NAME)
            .map(name -> wanted.record(RecordPurpose.Dmarc, name, "TXT", "v=DMARC1", false));
    return Stream.concat(Stream.of(own), consents);
  }

  /**
   * Whether no consent is needed (RFC 7489 §7.1), as far as that can be told without a list of
   * public suffixes: one domain is above the other.
   */
  private static boolean isRelated(String one, String other) {
    return one.equals(other) || one.endsWith("." + other) || other.endsWith("." + one);
  }

  private static String dmarcText(Dmarc dmarc) {
    var text = new StringBuilder("v=DMARC1; p=").append(word(dmarc.policy()));
    dmarc.subdomainPolicy().ifPresent(policy -> text.append("; sp=").append(word(policy)));
    if (!dmarc.aggregateReportsTo().isEmpty()) {
      text.append("; rua=").append(ReportUris.of(dmarc.aggregateReportsTo()));
    }
    if (!dmarc.failureReportsTo().isEmpty()) {
      text.append("; ruf=").append(ReportUris.of(dmarc.failureReportsTo()));
    }
    return text.toString();
  }

  private static String word(Dmarc.Policy policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }
}
