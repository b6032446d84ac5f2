package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.fake.InMemoryResolver;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpfEvaluatorTest {
  private static final String CLIENT = "192.0.2.1";
  private final InMemoryResolver resolver = new InMemoryResolver();
  private final SpfCheck spf = new SpfEvaluator(resolver, Clock.systemUTC());

  private SpfOutcome check(String client, String domain) {
    return spf.check(InetAddress.ofLiteral(client), domain, "joe@" + domain, "mx.client.example");
  }

  private SpfResult of(String record) {
    resolver.forget("a.example");
    resolver.txt("a.example", record);
    return check(CLIENT, "a.example").result();
  }

  private SpfResult of(String record, String client) {
    of(record);
    return check(client, "a.example").result();
  }

  @Test
  void isNoneWithoutARecord() {
    resolver.txt("a.example", "something else").txt("a.example", "v=spf10 -all");
    assertThat(check(CLIENT, "a.example").result()).isEqualTo(SpfResult.None);
    assertThat(check(CLIENT, "b.example").result()).isEqualTo(SpfResult.None);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "a..example",
        ".example",
        "[192.0.2.1]",
        "\u00e4..example",
        "a b"
      })
  void isNoneOfWhatCouldHaveNoRecord(String domain) {
    resolver.txt(domain, "v=spf1 -all");
    assertThat(check(CLIENT, domain).result()).isEqualTo(SpfResult.None);
    assertThat(check(CLIENT, "x".repeat(64) + ".example").result()).isEqualTo(SpfResult.None);
  }

  @Test
  void takesOneRecordAndNoMore() {
    resolver.txt("a.example", "v=spf1 +all").txt("a.example", "V=SPF1 +all");
    var outcome = check(CLIENT, "a.example");
    assertThat(outcome.result()).isEqualTo(SpfResult.PermError);
    assertThat(outcome.problem()).isEqualTo("a.example has 2 SPF records: only one may be there");
  }

  @Test
  void findsMistakesBehindTheTermThatMatches() {
    resolver.txt("a.example", "v=spf1 +all moo");
    var outcome = check(CLIENT, "a.example");
    assertThat(outcome.result()).isEqualTo(SpfResult.PermError);
    assertThat(outcome.problem())
        .startsWith(
            "the SPF record of a.example cannot be read: 'moo': there is no such mechanism");
  }

  @ParameterizedTest
  @CsvSource({
    "v=spf1, Neutral",
    "v=spf1 all, Pass",
    "v=spf1 -all, Fail",
    "v=spf1 ~all, SoftFail",
    "v=spf1 ?all, Neutral",
    "v=spf1 -ip4:192.0.2.1 +all, Fail",
    "v=spf1 unknown=x ip4:192.0.2.0/24 -all, Pass"
  })
  void comesToTheQualifierOfTheFirstTermThatMatches(String record, SpfResult result) {
    assertThat(of(record)).isEqualTo(result);
  }

  @Test
  void asksForTheDomainInAnyForm() {
    resolver.txt("xn--bcher-kva.example", "v=spf1 -all");
    assertThat(check(CLIENT, "b\u00fccher.example").result()).isEqualTo(SpfResult.Fail);
    assertThat(check(CLIENT, "xn--bcher-kva.example.").result()).isEqualTo(SpfResult.Fail);
  }

  @Test
  void comparesTheAddressesOfAHostInTheFamilyOfTheClient() {
    resolver.address("h.example", "192.0.2.9").address("h.example", "2001:db8::9");
    assertThat(of("v=spf1 a:h.example -all", "192.0.2.9")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 a:h.example -all", "2001:db8::9")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 a:h.example -all")).isEqualTo(SpfResult.Fail);
    assertThat(of("v=spf1 a:h.example/28 -all")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 a:h.example//28 -all")).isEqualTo(SpfResult.Fail);
    assertThat(of("v=spf1 a:h.example/0//64 -all", "2001:db8::1")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 a:h.example/0 -all", "2001:db8::1")).isEqualTo(SpfResult.Fail);
    assertThat(of("v=spf1 a:nobody.example/0 -all")).isEqualTo(SpfResult.Fail);
  }

  @Test
  void takesAnIpv4MappedClientForAnIpv4One() throws UnknownHostException {
    var mapped = new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 192, 0, 2, 1};
    var client = Inet6Address.getByAddress(null, mapped, -1);
    resolver
        .txt("a.example", "v=spf1 -ip6:::/0 ptr exists:%{i}.%{v}.b.example -all")
        .txt("b.example", "v=spf1 ip4:192.0.2.1 -all")
        .address("192.0.2.1.in-addr.b.example", "127.0.0.2");
    assertThat(spf.check(client, "a.example", "j@a.example", "h").result())
        .isEqualTo(SpfResult.Pass);
    assertThat(spf.check(client, "b.example", "j@b.example", "h").result())
        .isEqualTo(SpfResult.Pass);
  }

  @Test
  void comparesTheAddressesOfMailExchangesAndNeverOfTheDomainInstead() {
    resolver
        .mx("m.example", 10, "one.example")
        .mx("m.example", 20, "two.example")
        .mx("null.example", 0, "")
        .address("one.example", "192.0.2.8")
        .address("two.example", CLIENT)
        .address("null.example", CLIENT);
    assertThat(of("v=spf1 mx:m.example -all")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 mx:m.example -all", "192.0.2.2")).isEqualTo(SpfResult.Fail);
    assertThat(of("v=spf1 mx:m.example/24 -all", "192.0.2.2")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 mx:null.example -all")).isEqualTo(SpfResult.Fail);
    assertThat(of("v=spf1 mx:one.example -all", "192.0.2.8")).isEqualTo(SpfResult.Fail);
  }

  @Test
  void takesNamesOfTheClientThatLeadBackToIt() {
    resolver
        .ptr(CLIENT, "x.h.example")
        .ptr(CLIENT, "forged.example")
        .address("x.h.example", CLIENT)
        .address("forged.example", "192.0.2.7");
    assertThat(of("v=spf1 ptr:H.example -all")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 ptr:x.h.example -all")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 ptr:h.example.org -all")).isEqualTo(SpfResult.Fail);
    assertThat(of("v=spf1 ptr:forged.example -all")).isEqualTo(SpfResult.Fail);
    resolver.fails("x.h.example");
    assertThat(of("v=spf1 ptr:h.example ?all")).isEqualTo(SpfResult.Neutral);
    resolver.failsPtr(CLIENT);
    assertThat(of("v=spf1 ptr:h.example ?all")).isEqualTo(SpfResult.Neutral);
  }

  @Test
  void asksForAnIpv4AddressInExistsWhateverTheClient() {
    resolver
        .address("joe.192.0.2.1.e.example", "127.0.0.2")
        .address("v4.e.example", "127.0.0.2")
        .address("v6.e.example", "2001:db8::1");
    assertThat(of("v=spf1 exists:%{l}.%{i}.e.example -all")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 exists:v4.e.example -all", "2001:db8::1")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 exists:v6.e.example -all", "2001:db8::1")).isEqualTo(SpfResult.Fail);
  }

  @Test
  void asksNobodyForNamesThatCannotBe() {
    assertThat(of("v=spf1 a:b..example a:c..example a:d..example ?all"))
        .isEqualTo(SpfResult.Neutral);
    assertThat(
            spf.check(InetAddress.ofLiteral(CLIENT), "a.example", "j\u00f6@a.example", "h")
                .result())
        .isEqualTo(SpfResult.Neutral);
  }

  @ParameterizedTest
  @CsvSource({
    "v=spf1 +all, Fail",
    "v=spf1 -all, SoftFail",
    "v=spf1 ~all, SoftFail",
    "v=spf1 ?all, SoftFail",
    "v=spf1, SoftFail",
    "v=spf1 moo, PermError",
    "none, PermError"
  })
  void includesWhomAnotherRecordPasses(String included, SpfResult result) {
    resolver.txt("b.example", included);
    assertThat(of("v=spf1 -include:b.example ~all")).isEqualTo(result);
  }

  @Test
  void redirectsWhereNothingMatches() {
    resolver.txt("b.example", "v=spf1 a -all").address("b.example", CLIENT);
    assertThat(of("v=spf1 redirect=b.example")).isEqualTo(SpfResult.Pass);
    assertThat(of("v=spf1 redirect=b.example ?ip4:192.0.2.1")).isEqualTo(SpfResult.Neutral);
    assertThat(of("v=spf1 redirect=c.example ~all")).isEqualTo(SpfResult.SoftFail);
    assertThat(of("v=spf1 redirect=c.example")).isEqualTo(SpfResult.PermError);
    assertThat(check(CLIENT, "a.example").problem())
        .isEqualTo("'redirect=c.example' of a.example leads to a domain without an SPF record");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:bad.example",
        "mx:bad.example",
        "mx:m.example",
        "exists:bad.example",
        "include:bad.example",
        "redirect=bad.example"
      })
  void isATemporaryErrorWhereALookUpFails(String term) {
    resolver.fails("bad.example").mx("m.example", 10, "bad.example");
    assertThat(of("v=spf1 " + term)).isEqualTo(SpfResult.TempError);
    assertThat(check(CLIENT, "bad.example").result()).isEqualTo(SpfResult.TempError);
    assertThat(check(CLIENT, "bad.example").problem()).isEqualTo("it was made to fail");
  }
}
