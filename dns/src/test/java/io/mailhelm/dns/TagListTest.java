package io.mailhelm.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.TagList.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One reader, and what each RFC says of its own records. */
class TagListTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "DMARC, 'v=DMARC1; p=none', true",
        "DMARC, 'v = DMARC1 ;p=none', true", // RFC 7489 §6.4: *WSP "=" *WSP
        "DMARC, 'V=DMARC1; p=none', true", // "v" is of any case there, the value is not
        "DMARC, 'v=dmarc1; p=none', false",
        "DMARC, 'v=DM ARC1; p=none', false",
        "DMARC, 'v=DMARC12; p=none', false",
        "DMARC, ' v=DMARC1; p=none', false",
        "DMARC, 'p=none; v=DMARC1', false",
        "MTA_STS, 'v=STSv1; id=1', true",
        "MTA_STS, 'v=STSv1 ;id=1', true",
        "MTA_STS, 'V=STSv1; id=1', false", // RFC 8461 §3.1: %s"v=STSv1"
        "MTA_STS, 'v = STSv1; id=1', false",
        "MTA_STS, 'v=STSV1; id=1', false",
        "MTA_STS, 'v=STSv10; id=1', false",
        "TLS_REPORTING, 'v=TLSRPTv1;rua=mailto:a@b', true",
        "TLS_REPORTING, 'v=TLSRPTv1 ; rua=mailto:a@b', true",
        "TLS_REPORTING, 'V=TLSRPTv1; rua=mailto:a@b', false", // RFC 8460 §3: %s"v=TLSRPTv1"
        "TLS_REPORTING, 'v=TLS RPTv1; rua=mailto:a@b', false",
        "DKIM, 'v=DKIM1; p=', true",
      })
  void theVersionComesFirstAndIsTheWholeWord(Kind kind, String text, boolean isRecord) {
    assertThat(kind.isRecord(text)).isEqualTo(isRecord);
  }

  @Test
  void namesAreOfAnyCaseWhereTheGrammarSaysSo() {
    assertThat(TagList.of(Kind.DMARC, "v=DMARC1; P=none").get("p", "")).isEqualTo("none");
    assertThat(TagList.of(Kind.DKIM, "v=DKIM1; P=x").get("p", "")).isEmpty();
    assertThat(TagList.of(Kind.MTA_STS, "v=STSv1; ID=1").get("id", "")).isEmpty();
    assertThat(TagList.of(Kind.TLS_REPORTING, "v=TLSRPTv1; RUA=x").get("rua", "")).isEmpty();
  }

  @Test
  void whiteSpaceStandsWhereTheGrammarSaysSo() {
    assertThat(TagList.of(Kind.DMARC, "v=DMARC1; p = none").get("p", "")).isEqualTo("none");
    assertThat(TagList.of(Kind.DKIM, "v=DKIM1; p = x").get("p", "")).isEqualTo("x");
    var sts = TagList.of(Kind.MTA_STS, "v=STSv1; id = 1");
    assertThat(sts.get("id", "")).isEmpty();
    assertThat(sts.problems()).containsExactly("id= has white space around the =");
  }

  @Test
  void ofANameThatComesTwiceTheFirstIsReadAndTheSecondTold() {
    var list = TagList.of(Kind.DMARC, "v=DMARC1; p=reject; p=none; ;x;");

    assertThat(list.get("p", "")).isEqualTo("reject");
    assertThat(list.problems()).containsExactly("p= is there twice", "'x' is not name=value");
  }
}
