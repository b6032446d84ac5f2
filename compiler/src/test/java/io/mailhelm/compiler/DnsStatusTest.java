package io.mailhelm.compiler;

import static io.mailhelm.compiler.World.condition;
import static io.mailhelm.compiler.World.listed;
import static io.mailhelm.compiler.World.record;
import static io.mailhelm.compiler.World.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.BlockListing.State;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.DnsStatus;
import io.mailhelm.crds.DnsStatus.DnsRecord;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DnsStatusTest {
  private static final RecordReport MX =
      record(RecordPurpose.Mx, "example.com", RecordVerdict.Match, true);
  private static final RecordReport SPF =
      record(RecordPurpose.Spf, "example.com", RecordVerdict.Missing, true);
  private static final RecordReport DMARC =
      record(RecordPurpose.Dmarc, "_dmarc.example.com", RecordVerdict.Mismatch, true);
  private static final RecordReport PTR =
      record(RecordPurpose.Ptr, "1.2.0.192.in-addr.arpa", RecordVerdict.Error, true);
  private static final RecordReport ADDRESS =
      record(RecordPurpose.Address, "mail.example.com", RecordVerdict.Unknown, true);
  private static final RecordReport CAA =
      record(RecordPurpose.Caa, "example.com", RecordVerdict.Missing, false);

  private static Condition ready(DnsReport report) {
    return World.of("").sees(report).condition("DNSReady");
  }

  @Test
  void readyWhenWhatMailNeedsIsThere() {
    assertThat(ready(report(MX, CAA)))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("True", "RecordsMatch");
  }

  @Test
  void missingRecordsAreNamedWithWhatToDo() {
    var ready = ready(report(MX, SPF, PTR, ADDRESS));

    assertThat(ready)
        .extracting(Condition::status, Condition::reason)
        .containsExactly("False", "RecordsMissing");
    assertThat(ready.message())
        .isEqualTo("Spf TXT at example.com is missing (write what is wanted)");
  }

  @Test
  void wrongRecordIsWrongBesideMissingOnes() {
    assertThat(ready(report(SPF, DMARC)).reason()).isEqualTo("RecordsWrong");
  }

  @Test
  void onlyTheFirstFewAreNamed() {
    var many = Collections.nCopies(5, SPF).toArray(RecordReport[]::new);

    assertThat(ready(report(many)).message()).endsWith("; and 2 more");
  }

  @Test
  void whatNobodyCanTellIsNotFalse() {
    assertThat(ready(report(MX, PTR, ADDRESS)))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("Unknown", "LookupFailed");
    assertThat(ready(report(MX, ADDRESS)))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("Unknown", "NotKnown");
  }

  @Test
  void notCheckedBeforeALook() {
    assertThat(World.of("").condition("DNSReady"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("Unknown", "NotChecked");
  }

  @Test
  void dnsOfADomainWhoseMailStaysIsNotLookedAt() {
    var world = World.of("outbound: Capture").sees(report(SPF));

    assertThat(world.status().dns()).isNull();
    assertThat(world.condition("DNSReady").reason()).isEqualTo("Capture");
    assertThat(world.condition("DKIMReady").reason()).isEqualTo("Capture");
    assertThat(
            World.of("outbound: Capture, dns: {checkInterval: 1h}")
                .sees(report(SPF))
                .condition("DNSReady")
                .reason())
        .isEqualTo("RecordsMissing");
  }

  @Test
  void statusShowsTheReport() {
    var dns = World.of("").sees(report(MX, SPF)).status().dns();

    assertThat(dns)
        .isEqualTo(
            new DnsStatus(
                "2026-11-23T10:00:00Z",
                "1/2",
                DnsStatus.Dnssec.Insecure,
                "$ORIGIN example.com.\n",
                List.of(
                    new DnsRecord(
                        "Mx",
                        "example.com",
                        "TXT",
                        "wanted",
                        List.of("seen"),
                        DnsStatus.Verdict.Match,
                        true,
                        "write what is wanted"),
                    new DnsRecord(
                        "Spf",
                        "example.com",
                        "TXT",
                        "wanted",
                        List.of("seen"),
                        DnsStatus.Verdict.Missing,
                        true,
                        "write what is wanted"))));
  }

  @Test
  void timeOfTheLastChangeMovesOnlyWithARecord() {
    var world = World.of("").sees(report(MX, SPF));
    var first = world.status();
    var later = world.at(World.NOW.plusSeconds(3600));

    assertThat(later.after(first)).isEqualTo(first);
    assertThat(later.sees(report(MX, MX)).after(first).dns().lastChanged())
        .isEqualTo("2026-11-23T11:00:00Z");
    var signed = new DnsReport(report(MX, SPF).records(), "", List.of(), DnsReport.Dnssec.Secure);
    assertThat(later.sees(signed).after(first).dns())
        .extracting(DnsStatus::lastChanged, DnsStatus::dnssec)
        .containsExactly("2026-11-23T10:00:00Z", DnsStatus.Dnssec.Secure);
  }

  @Test
  void restartTurnsNothing() {
    var key =
        record(RecordPurpose.Dkim, "rsa2048._domainkey.example.com", RecordVerdict.Missing, true);
    var listing = new BlockListing("bl.example", "192.0.2.1", State.Listed, "");
    var before =
        World.of("")
            .hasTraffic(new Traffic(10, true, "192.0.2.1", Traffic.Port25.Blocked))
            .sees(
                new DnsReport(
                    List.of(MX, SPF, key), "", List.of(listing), DnsReport.Dnssec.Insecure))
            .status();
    assertThat(condition(before, "Listed").status()).isEqualTo("True");
    assertThat(condition(before, "DKIMReady").reason()).isEqualTo("RecordMissing");

    var restarted = World.of("").at(World.NOW.plusSeconds(60));

    assertThat(restarted.after(before)).isEqualTo(before);
  }

  @Test
  void statusIsNoLongerThanItsSchema() {
    var required =
        record(RecordPurpose.Dkim, "k._domainkey.example.com", RecordVerdict.Match, true);
    var records =
        Stream.concat(Collections.nCopies(70, CAA).stream(), Stream.of(required)).toList();
    var long_ =
        new RecordReport(
            RecordPurpose.Spf,
            "example.com",
            "TXT",
            "x".repeat(5000),
            IntStream.range(0, 20).mapToObj(i -> "\ud83d\udcee".repeat(2500)).toList(),
            RecordVerdict.Mismatch,
            true,
            "y".repeat(2000));
    var zone = "mail.example.com. 3600 IN A 192.0.2.1\n".repeat(1000);
    var listings =
        Stream.concat(
                IntStream.range(0, 300)
                    .mapToObj(i -> new BlockListing("l" + i, "192.0.2.1", State.NotListed, "")),
                Stream.of(new BlockListing("last", "192.0.2.1", State.Listed, "z".repeat(2000))))
            .toList();
    var status =
        World.of("")
            .sees(
                new DnsReport(
                    Stream.concat(records.stream(), Stream.of(long_)).toList(),
                    zone,
                    listings,
                    DnsReport.Dnssec.Bogus))
            .status();

    assertThat(status.dns().records()).hasSize(64);
    assertThat(status.dns().records()).extracting(DnsRecord::purpose).contains("Dkim", "Spf");
    var entry = status.dns().records().get(1);
    assertThat(entry.expected()).hasSize(4096);
    assertThat(entry.observed()).hasSize(16).allMatch(text -> text.length() <= 4096);
    assertThat(entry.observed().getFirst()).endsWith("\udcee…");
    assertThat(entry.advice()).hasSize(1024);
    assertThat(status.dns().zoneFile().length()).isBetween(32_000, 32_768);
    assertThat(status.dns().zoneFile().lines().toList().reversed().subList(0, 2))
        .first()
        .asString()
        .startsWith("; ");
    assertThat(status.blockLists()).hasSize(256);
    assertThat(status.blockLists().getFirst().zone()).isEqualTo("last");
  }

  @Test
  void listingIsBadAndSaysTheListsOwnWords() {
    var world =
        World.of("")
            .sees(
                listed(
                    new BlockListing("bl.example", "192.0.2.1", State.Listed, "spam on Monday"),
                    new BlockListing("other.example", "192.0.2.1", State.NotListed, "")));

    assertThat(world.condition("Listed"))
        .extracting(Condition::status, Condition::reason)
        .containsExactly("True", "Listed");
    assertThat(world.condition("Listed").message())
        .startsWith("192.0.2.1 is on bl.example (spam on Monday)");
    assertThat(world.status().blockLists())
        .extracting(list -> list.zone(), list -> list.listed())
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("bl.example", true),
            org.assertj.core.api.Assertions.tuple("other.example", false));
  }

  @Test
  void listsThatDoNotAnswerTellNothing() {
    var silent = new BlockListing("bl.example", "192.0.2.1", State.Unknown, "it refuses us");

    assertThat(World.of("").sees(listed(silent)).condition("Listed"))
        .extracting(Condition::status, Condition::reason, Condition::message)
        .containsExactly("Unknown", "NotChecked", "no list answered");
    assertThat(
            World.of("")
                .sees(listed(silent, new BlockListing("b", "192.0.2.1", State.NotListed, "")))
                .condition("Listed")
                .status())
        .isEqualTo("False");
    assertThat(World.of("").sees(listed()).condition("Listed").reason()).isEqualTo("NotChecked");
  }

  @Test
  void noneOfThemMakesADomainUnready() {
    var world =
        World.of("")
            .inPods()
            .hasTraffic(new Traffic(10, false, "10.0.0.1", Traffic.Port25.Blocked))
            .sees(
                new DnsReport(
                    List.of(SPF),
                    "",
                    List.of(new BlockListing("bl.example", "192.0.2.1", State.Listed, "")),
                    DnsReport.Dnssec.Bogus));

    assertThat(world.condition("Ready").status()).isEqualTo("True");
  }
}
