package io.mailhelm.dns.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.dns.NetworkResolver;
import io.mailhelm.dns.TrustAnchors;
import io.mailhelm.dns.expect.Domains;
import io.mailhelm.dns.expect.ExpectedRecords;
import io.mailhelm.dns.expect.Full;
import io.mailhelm.dns.expect.ZoneFile;
import io.mailhelm.dns.fake.FakeNameServer;
import io.mailhelm.dns.spf.SpfEvaluator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** What is printed is published on a name server, as it is, and looked at. */
class PublishedTest {
  private static final DomainName EHLO = DomainName.of("mail.example.com");
  private final FakeNameServer server = new FakeNameServer().deniesTheRest();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** All of it, what belongs to other zones too. */
  private static List<Record> records(Domains domain) throws IOException {
    var text = ZoneFile.of(domain.domain().domain(), ExpectedRecords.of(domain.domain(), EHLO));
    var whole = text.replaceAll("(?m)^; (?=\\S+ 3600 IN )", "");
    var records = new ArrayList<Record>();
    try (var master =
        new Master(new ByteArrayInputStream(whole.getBytes(StandardCharsets.UTF_8)))) {
      for (var record = master.nextRecord(); record != null; record = master.nextRecord()) {
        records.add(record);
      }
    }
    return records;
  }

  private void publish(List<Record> zone) {
    for (var record : zone) {
      var name = record.getName().toString();
      server.answers(name, record.getType(), record);
      if (record instanceof CNAMERecord alias) {
        for (int type : new int[] {Type.A, Type.AAAA}) {
          server.answers(name, type, alias);
          server.answers(name, type, of(zone, alias.getTarget(), type));
        }
      }
    }
  }

  private static Record[] of(List<Record> zone, Name name, int type) {
    return zone.stream()
        .filter(record -> record.getName().equals(name) && record.getType() == type)
        .toArray(Record[]::new);
  }

  private DnsReport look(Domains domain) {
    var resolver =
        new NetworkResolver(List.of(server.address()), TrustAnchors.iana(), Clock.systemUTC());
    return new DnsInspector(resolver, new SpfEvaluator(resolver, Clock.systemUTC()))
        .inspect(domain.domain(), EHLO);
  }

  @Test
  void whatIsPrintedMatchesOncePublished() throws Exception {
    publish(records(Full.domains()));
    publish(
        List.of(FakeNameServer.record("_spf.partner.example.", Type.TXT, 60, "\"v=spf1 -all\"")));

    var report = look(Full.domains());

    assertThat(report.records()).allMatch(record -> record.verdict() == RecordVerdict.Match);
    assertThat(report.records()).hasSizeGreaterThan(15);
    assertThat(report.ready()).isEqualTo("10/10");
  }

  @Test
  void aKeyThatFillsSeveralStringsMatchesToo() throws Exception {
    var key = Base64.getEncoder().encodeToString(new byte[550]); // as many as RSA of 4,096 bits
    var domain =
        Domains.example()
            .keys(new DkimKey("rsa", DkimKey.Algorithm.Rsa, DkimKey.Stage.Active, key, "rsa"));
    publish(records(domain));

    assertThat(
            look(domain).records().stream()
                .filter(record -> record.purpose() == RecordPurpose.Dkim))
        .extracting(RecordReport::verdict)
        .containsExactly(RecordVerdict.Match);
  }

  @Test
  void anInternationalisedDomainIsAskedByItsALabel() throws Exception {
    var domain =
        Domains.example()
            .name("bücher.example")
            .hostname("post.bücher.example")
            .publicAddresses("192.0.2.1");
    publish(records(domain));

    assertThat(
            look(domain).records().stream().filter(record -> record.purpose() == RecordPurpose.Mx))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.name()).isEqualTo("xn--bcher-kva.example");
              assertThat(record.verdict()).isEqualTo(RecordVerdict.Match);
            });
  }

  @Test
  void aServerThatFailsIsNotMissing() {
    server.says("example.com.", Type.MX, Rcode.SERVFAIL);
    server.says("_dmarc.example.com.", Type.TXT, Rcode.REFUSED);

    var report = look(Domains.example());

    assertThat(report.records())
        .filteredOn(
            record ->
                record.purpose() == RecordPurpose.Mx || record.purpose() == RecordPurpose.Dmarc)
        .allMatch(record -> record.verdict() == RecordVerdict.Error)
        .extracting(RecordReport::advice)
        .containsExactly(
            "It cannot be told: MX of example.com: SERVFAIL.",
            "It cannot be told: TXT of _dmarc.example.com: REFUSED.");
  }
}
