package io.mailhelm.dns.expect;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Master;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

class ZoneFileTest {
  private static List<Record> parse(String zone) throws Exception {
    try (var master = new Master(new ByteArrayInputStream(zone.getBytes(StandardCharsets.UTF_8)))) {
      var records = new ArrayList<Record>();
      for (var record = master.nextRecord(); record != null; record = master.nextRecord()) {
        records.add(record);
      }
      return records;
    }
  }

  private static String zoneOf(String text) {
    return ZoneFile.of(
        DomainName.of("example.com"),
        List.of(
            new ExpectedRecord(
                RecordPurpose.Spf, "example.com", "TXT", text, true, false, "", "")));
  }

  @Test
  void anotherProgramReadsIt() throws Exception {
    var records =
        parse(
            ZoneFile.of(
                DomainName.of("example.com"),
                ExpectedRecords.of(Full.domain(), DomainName.of("mail.example.com"))));

    assertThat(records).hasSize(14);
    assertThat(records).allMatch(record -> record.getTTL() == ZoneFile.TTL);
  }

  @Test
  void longTextsAreSplitAndComeBackWhole() throws Exception {
    var text = "v=spf1 " + "x".repeat(700) + "\"quoted\\ ; é";

    var txt = (TXTRecord) parse(zoneOf(text)).getFirst();

    var whole = new ByteArrayOutputStream();
    for (var string : txt.getStringsAsByteArrays()) {
      assertThat(string.length).isLessThanOrEqualTo(255);
      whole.write(string);
    }
    assertThat(whole.toString(StandardCharsets.UTF_8)).isEqualTo(text);
  }

  @Test
  void aTextCannotEndItsLine() throws Exception {
    assertThat(parse(zoneOf("a\nb. 1 IN A 192.0.2.9"))).hasSize(1);
  }
}
