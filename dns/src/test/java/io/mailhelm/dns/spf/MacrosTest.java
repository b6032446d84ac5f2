package io.mailhelm.dns.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacrosTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
  private final InMemoryResolver resolver = new InMemoryResolver();

  private Expander expander(String client, String sender) {
    var timed = new TimedResolver(resolver, ElapsedTime.SYSTEM, Duration.ofSeconds(20));
    return new Expander(
        new CheckedClient(InetAddress.ofLiteral(client), timed),
        CheckedSender.of(sender, "mx.example.org"),
        CLOCK);
  }

  private String name(String spec, String client, String sender) throws SpfSyntaxException {
    return expander(client, sender).name(DomainSpec.read(spec, spec), "email.example.com");
  }

  /** The examples of RFC 7208 §7.4, and some more. */
  @ParameterizedTest
  @CsvSource({
    "%{s}, strong-bad@email.example.com",
    "%{o}, email.example.com",
    "%{d}, email.example.com",
    "%{d4}, email.example.com",
    "%{d1}, com",
    "%{d2}, example.com",
    "%{dr}, com.example.email",
    "%{D2r}, example.email",
    "%{l}, strong-bad",
    "%{l-}, strong.bad",
    "%{lr-}, bad.strong",
    "%{l1r-}, strong",
    "%{ir}.%{v}._spf.%{d2}, 3.2.0.192.in-addr._spf.example.com",
    "%{lr-}.lp._spf.%{d2}, bad.strong.lp._spf.example.com",
    "%{h}.x%%y%_z%-.a.example., mx.example.org.x%y z%20.a.example",
    "%{S}, strong-bad%40email.example.com",
    "%{p}, unknown",
    "%{d99999999999}, email.example.com"
  })
  void replacesMacrosInNames(String spec, String name) throws SpfSyntaxException {
    assertThat(name(spec, "192.0.2.3", "strong-bad@email.example.com")).isEqualTo(name);
  }

  @Test
  void writesEveryDigitOfAnIpv6AddressAsALabel() throws SpfSyntaxException {
    assertThat(name("%{ir}.%{v}.a.example", "2001:db8::cb01", "a@b.example"))
        .isEqualTo("1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6.a.example");
  }

  @Test
  void dropsLabelsOnTheLeftOfANameThatIsTooLong() throws SpfSyntaxException {
    var label = "x".repeat(60);
    var name = name("a.b.%{l}.%{l}.%{l}.%{l}.end.example", "192.0.2.3", label + "@b.example");
    assertThat(name).hasSizeLessThanOrEqualTo(253).startsWith(label).endsWith(".end.example");
    assertThat(name).isEqualTo((label + ".").repeat(3) + "end.example");
  }

  @Test
  void saysPostmasterWhereTheSenderHasNoLocalPart() throws SpfSyntaxException {
    assertThat(name("%{s}", "192.0.2.3", "b.example")).isEqualTo("postmaster@b.example");
    assertThat(name("%{s}", "192.0.2.3", "@b.example")).isEqualTo("postmaster@b.example");
  }

  @Test
  void asksForALabelsOfAnInternationalDomain() throws SpfSyntaxException {
    assertThat(name("%{o}", "192.0.2.3", "a@b\u00fccher.example"))
        .isEqualTo("xn--bcher-kva.example");
  }

  @Test
  void prefersTheNameOfTheClientThatSaysMostAboutTheDomain() throws SpfSyntaxException {
    resolver
        .ptr("192.0.2.3", "other.example")
        .ptr("192.0.2.3", "forged.email.example.com")
        .ptr("192.0.2.3", "mx.email.example.com")
        .address("other.example", "192.0.2.3")
        .address("forged.email.example.com", "192.0.2.4")
        .address("mx.email.example.com", "192.0.2.3");
    assertThat(name("%{p}", "192.0.2.3", "a@b.example")).isEqualTo("mx.email.example.com");
    resolver.ptr("192.0.2.3", "email.example.com").address("email.example.com", "192.0.2.3");
    assertThat(name("%{p}", "192.0.2.3", "a@b.example")).isEqualTo("email.example.com");
    resolver.failsPtr("192.0.2.3");
    assertThat(name("%{p}", "192.0.2.3", "a@b.example")).isEqualTo("unknown");
  }

  @Test
  void tellsInExplanationsWhoTheClientIsAndWhenItWas() {
    assertThat(
            expander("2001:db8::1", "a@b.example")
                .explanation("%{c} at %{t}, %{r} 100%%", "d.example"))
        .isEqualTo("2001:db8::1 at 1800000000, unknown 100%");
  }

  @Test
  void givesNoExplanationThatIsNotPrintableAscii() {
    var expander = expander("192.0.2.1", "\u00e4\r\n@b.example");
    assertThat(expander.explanation("to %{o}", "d.example")).isEqualTo("to b.example");
    assertThat(expander.explanation("to %{l}", "d.example")).isEmpty();
    assertThat(expander.explanation("to \r\n250 ok", "d.example")).isEmpty();
    assertThat(expander.explanation("%{x}", "d.example")).isEmpty();
    assertThat(expander.explanation("x".repeat(2_000), "d.example")).hasSize(1_000);
  }
}
