package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "EXAMPLE.com., example.com",
    "bücher.example, xn--bcher-kva.example",
    "_dmarc.example.com, _dmarc.example.com"
  })
  void domainNamesHaveOneForm(String written, String ascii) {
    assertThat(DomainName.of(written).ascii()).isEqualTo(ascii);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..b", "-a.example", "a b.example", "straße.example"})
  void badDomainNamesAreRefused(String written) {
    assertThatThrownBy(() -> DomainName.of(written)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mailboxesDifferInCaseOnlyUntilTheyAreCanonical() {
    var written = Mailbox.of("Alice+News@Example.COM");

    assertThat(written.localPart()).isEqualTo("Alice+News");
    assertThat(written.canonical()).hasToString("alice+news@example.com");
    assertThat(written.canonical().withoutDetail()).hasToString("alice@example.com");
    assertThat(Mailbox.of("+x@example.com").withoutDetail()).hasToString("+x@example.com");
  }

  @Test
  void quotesAreHowAMailboxIsWrittenAndNotWhatItIs() {
    assertThat(Mailbox.of("\"a.b\"@x.example")).isEqualTo(Mailbox.of("a.b@x.example"));
    assertThat(Mailbox.of("\"a\\ b\"@x.example")).isEqualTo(Mailbox.of("\"a b\"@x.example"));
    assertThat(Mailbox.of("a..b@x.example")).isEqualTo(Mailbox.of("\"a..b\"@x.example"));
    assertThat(Mailbox.of("\"A..B\"@X.example").canonical()).hasToString("\"a..b\"@x.example");
    assertThat(Mailbox.of("\"\"@x.example").localPart()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "a.b", ".a", "a.", "a..b", "a b", "\"", "\"a\"", "\\", "a@b", "ä"})
  void whatAMailboxIsWrittenAsIsReadAsThatMailbox(String localPart) {
    var mailbox = new Mailbox(localPart, DomainName.of("x.example"));

    assertThat(Mailbox.of(mailbox.toString())).isEqualTo(mailbox);
  }

  @Test
  void ownMailboxesHaveShorterLocalPartsThanThoseOfOthers() {
    var domain = DomainName.of("x.example");

    assertThat(new Mailbox("a".repeat(64), domain).own()).isNotNull();
    assertThatThrownBy(() -> new Mailbox("a".repeat(65), domain).own())
        .hasMessage("a local part has 1 to 64 octets, not 65");
    assertThatThrownBy(() -> new Mailbox("", domain).own()).hasMessageContaining("not 0");
    assertThat(new Mailbox("ä".repeat(126), domain)).isNotNull();
    assertThatThrownBy(() -> new Mailbox("ä".repeat(127), domain))
        .hasMessage("a local part has at most 252 octets, not 254");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, true",
    "192.0.2.256, false",
    "127.1, false",
    "1, false",
    "::1, false",
    "'', false",
    "localhost, false"
  })
  void ipv4LiteralsHaveFourNumbers(String text, boolean isOne) {
    assertThat(IpLiteral.v4(text).isPresent()).isEqualTo(isOne);
  }

  @ParameterizedTest
  @CsvSource({
    "::1, ::1",
    "2001:db8::7, 2001:db8::7",
    "::ffff:192.0.2.7, 192.0.2.7",
    "::ffff:c000:207, 192.0.2.7",
    "fe80::1%1, ",
    "192.0.2.7, ",
    "a:b, ",
    "[::1], ",
    ":, "
  })
  void anIpv4AddressIsOneInItsIpv6FormToo(String text, String address) {
    assertThat(IpLiteral.v6(text))
        .isEqualTo(Optional.ofNullable(address).map(InetAddress::ofLiteral));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.0/31, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::ffff:192.0.2.0/120, 192.0.2.7, true",
    "::ffff:192.0.2.7, 192.0.2.7, true",
    "::ffff:0:0/96, 203.0.113.9, true",
    "::/1, 203.0.113.9, false"
  })
  void cidrsContainTheirAddresses(String cidr, String address, boolean contained) {
    assertThat(Cidr.of(cidr).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "host",
        "",
        "::/129",
        "1.2.3/8",
        "::ffff:0:0/0",
        "::ffff:10.0.0.0/8"
      })
  void badCidrsAreRefused(String cidr) {
    assertThatThrownBy(() -> Cidr.of(cidr)).isInstanceOf(IllegalArgumentException.class);
  }
}
