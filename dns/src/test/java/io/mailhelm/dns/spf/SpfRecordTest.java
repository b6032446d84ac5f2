package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpfRecordTest {
  private static SpfRecord readable(String text) {
    assertThat(SpfRecord.read(text)).isInstanceOf(SpfRecord.Readable.class);
    return ((SpfRecord.Readable) SpfRecord.read(text)).record();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=spf1", "V=SPF1 -all", "v=spf1  mx"})
  void takesRecordsOfItsVersion(String text) {
    assertThat(SpfRecord.isSpf(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v=spf2 mx", "v=spf1\tmx", "v=spf10", "v=spf1/mx", " v=spf1 mx"})
  void leavesEveryOtherTextAlone(String text) {
    assertThat(SpfRecord.isSpf(text)).isFalse();
  }

  @Test
  void readsMechanismsWithTheirQualifiersInTheirOrder() {
    var record = readable("v=spf1 mx -A:b.example/24//64 ?PTR ~exists:%{i}.c.example +all  ");
    assertThat(record.directives())
        .extracting(SpfTerm.Directive::qualifier)
        .containsExactly(
            Qualifier.Pass, Qualifier.Fail, Qualifier.Neutral, Qualifier.SoftFail, Qualifier.Pass);
    assertThat(record.directives().get(0).mechanism())
        .isEqualTo(new SpfMechanism.Mx(Optional.empty(), PrefixLengths.WHOLE));
    assertThat(record.directives().get(1).mechanism())
        .isInstanceOfSatisfying(
            SpfMechanism.A.class,
            a -> {
              assertThat(a.target()).map(DomainSpec::text).contains("b.example");
              assertThat(a.lengths()).isEqualTo(new PrefixLengths(24, 64));
            });
    assertThat(record.all()).contains(Qualifier.Pass);
    assertThat(readable("v=spf1 mx").all()).isEmpty();
  }

  @Test
  void readsModifiersWhereverTheyStandAndKeepsThoseItDoesNotKnow() {
    var record = readable("v=spf1 Redirect=a.example x-1.y_z=%{c}/:, EXP=%{d} mx");
    assertThat(record.redirect()).map(DomainSpec::text).contains("a.example");
    assertThat(record.explanation()).map(DomainSpec::text).contains("%{d}");
    assertThat(record.terms()).contains(new SpfTerm.Unknown("x-1.y_z", "%{c}/:,"));
  }

  @ParameterizedTest
  @CsvSource({
    "ip4:192.0.2.0/24, 192.0.2.255, true",
    "ip4:192.0.2.77/25, 192.0.2.3, true",
    "ip4:192.0.2.0/25, 192.0.2.128, false",
    "ip4:192.0.2.1, 192.0.2.2, false",
    "ip4:192.0.2.1/0, 203.0.113.9, true",
    "ip6:2001:db8::/33, 2001:db8:7fff::1, true",
    "ip6:2001:db8::/33, 2001:db8:8000::1, false",
    "ip6:2001:DB8::192.0.2.1, 2001:db8::c000:201, true",
    "ip6:::/0, 192.0.2.1, false",
    "ip4:0.0.0.0/0, 2001:db8::1, false",
    "ip6:::ffff:192.0.2.1, 192.0.2.1, false"
  })
  void comparesAsManyBitsAsTheBlockHas(String term, String client, boolean isIn) {
    var block =
        ((SpfMechanism.Addresses) readable("v=spf1 " + term).directives().getFirst().mechanism())
            .block();
    assertThat(block.contains(InetAddress.ofLiteral(client))).isEqualTo(isIn);
  }

  @Test
  void writesBlocksAsPeopleDo() {
    var record = readable("v=spf1 ip4:192.0.2.0/24 ip6:2001:0db8:0:0:1::/64 ip6:1:0:2:3:4:5:6:7");
    assertThat(record.directives())
        .extracting(
            directive -> ((SpfMechanism.Addresses) directive.mechanism()).block().toString())
        .containsExactly("192.0.2.0/24", "2001:db8:0:0:1::/64", "1:0:2:3:4:5:6:7/128");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "include | it needs ':'",
        "include: | it names no domain",
        "include:b.example/24 | top-level domain",
        "exists | it needs ':'",
        "a: | it names no domain",
        "a:b.example/ | top-level domain",
        "a:192.0.2.1 | written with ip4:",
        "a:localhost | a whole domain name",
        "a:%{d}example | a whole domain name",
        "a:b.-c | top-level domain",
        "a/ | it needs ':'",
        "a/33 | from 0 to 32",
        "a//129 | from 0 to 128",
        "a/08 | without leading zeros",
        "a/24/64 | it needs ':'",
        "ptr/24 | it needs ':'",
        "all:b.example | 'all' stands alone",
        "ip4:192.0.2 | an IPv4 address",
        "ip4:192.0.2.01 | an IPv4 address",
        "ip4:192.0.2.256 | an IPv4 address",
        "ip4:192.0.2.1/33 | from 0 to 32",
        "ip4:2001:db8::1 | an IPv4 address",
        "ip6:192.0.2.1 | an IPv6 address",
        "ip6:2001:db8::1%eth0 | an IPv6 address",
        "ip6:[2001:db8::1] | an IPv6 address",
        "ip6:2001:db8::1/129 | from 0 to 128",
        "redirect:b.example | written with '='",
        "-redirect=b.example | no such mechanism",
        "exp= | it names no domain",
        "ipv4:192.0.2.1 | no such mechanism",
        "1x=y | no such mechanism",
        "=y | no such mechanism",
        "- | no such mechanism",
        "x=% | after '%'",
        "x=%{d | after '%'",
        "exists:%{i}%x.b.example | after '%'",
        "exists:%{a}.b.example | s, l, o, d, i, p, h and v",
        "exists:%{t}.b.example | for explanations only",
        "exists:%{d0}.b.example | 1 or more",
        "exists:%{d2x}.b.example | delimiters",
      })
  void saysWhatIsWrongWithATerm(String term, String why) {
    assertThat(SpfRecord.read("v=spf1 mx " + term + " -all"))
        .isInstanceOfSatisfying(
            SpfRecord.Malformed.class,
            malformed ->
                assertThat(malformed.problems())
                    .singleElement()
                    .asString()
                    .startsWith("'" + term + "': ")
                    .contains(why));
  }

  @Test
  void saysEverythingThatIsWrong() {
    assertThat(SpfRecord.read("v=spf1 b exp=a.example c exp=a.example redirect=d.e redirect=d.e"))
        .isInstanceOfSatisfying(
            SpfRecord.Malformed.class,
            malformed ->
                assertThat(malformed.problems())
                    .hasSize(4)
                    .contains(
                        "'redirect=' may be there once only", "'exp=' may be there once only"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v=spf1 a\u00e4 -all", "v=spf1 mx\t-all", "v=spf1 \ufffd"})
  void readsNothingButPrintableAscii(String text) {
    assertThat(SpfRecord.read(text))
        .isInstanceOfSatisfying(
            SpfRecord.Malformed.class,
            malformed ->
                assertThat(malformed.problems())
                    .singleElement()
                    .asString()
                    .contains("other than printable ASCII")
                    .matches("[ -~]+"));
  }
}
