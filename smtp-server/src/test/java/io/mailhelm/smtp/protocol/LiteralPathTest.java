package io.mailhelm.smtp.protocol;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralPathTest {
  private static final String TEN = "aaaaaaaaaa";
  private static final String FIFTY = TEN + TEN + TEN + TEN + TEN;
  private static final String TOO_LONG = FIFTY + FIFTY + FIFTY + FIFTY + FIFTY + "aaa@[127.0.0.1]";

  /** The same local parts are refused as at a domain: what comes after relies on it. */
  @ParameterizedTest
  @ValueSource(strings = {TOO_LONG, "\"a\tb\"@[127.0.0.1]", "@[127.0.0.1]"})
  void aLocalPartAtALiteralIsALocalPart(String address) {
    assertThatExceptionOfType(SyntaxException.class)
        .isThrownBy(() -> RcptCommand.parse("TO:<" + address + ">"));
    assertThatExceptionOfType(SyntaxException.class)
        .isThrownBy(() -> MailCommand.parse("FROM:<" + address + ">"));
  }

  /** Java takes the first four for an address, and so would what connects to it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"127.1", "192.0.2", "2130706433", "IPv6:fe80::1%1", "1.2.3.4.5", "1.2.3.256", ""})
  void aLiteralIsFourNumbersOrAnAddressWithoutAZone(String literal) {
    assertThatExceptionOfType(SyntaxException.class)
        .isThrownBy(() -> RcptCommand.parse("TO:<a@[" + literal + "]>"));
  }
}
