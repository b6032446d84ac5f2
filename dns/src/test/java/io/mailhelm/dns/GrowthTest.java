package io.mailhelm.dns;

import io.mailhelm.dns.growth.Growth;
import io.mailhelm.dns.inspect.DmarcRecord;
import io.mailhelm.dns.spf.SpfRecord;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No text that strangers publish costs more than its length. */
class GrowthTest {
  static Stream<Growth> all() {
    return Stream.of(
        spf(" a/1"),
        spf("/1"),
        spf("/"),
        spf("1"),
        spf(" a:/"),
        spf("%{d}"),
        spf("%{d99999"),
        spf(" exp=a.b"),
        spf("x="),
        spf(" ip4:1.2.3.4"),
        spf(" "),
        dmarc("rua=mailto:a@b!10m,"),
        dmarc("!1"),
        dmarc(";"),
        dmarc(" "),
        dmarc("a=b;"),
        dkim("p= "),
        dkim(" "),
        dkim(";"),
        dkim("a=b;"),
        dkim("h=:"),
        Growth.of(
            "ForeignText: controls",
            100_000,
            "",
            "\u0001\ud800",
            "",
            text -> ForeignText.of(text, 60)));
  }

  private static Growth spf(String unit) {
    return Growth.of("SpfRecord: '" + unit + "'", 16_000, "v=spf1 a", unit, "", SpfRecord::read);
  }

  private static Growth dmarc(String unit) {
    return Growth.of(
        "DmarcRecord: '" + unit + "'", 16_000, "v=DMARC1;rua=", unit, "x", DmarcRecord::parse);
  }

  private static Growth dkim(String unit) {
    return Growth.of(
        "DkimRecord: '" + unit + "'", 16_000, "v=DKIM1;p=", unit, "x", DkimRecord::parse);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theWorkIsLinear(Growth growth) {
    growth.check();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theMemoryIsLinear(Growth growth) {
    growth.checkMemory();
  }
}
