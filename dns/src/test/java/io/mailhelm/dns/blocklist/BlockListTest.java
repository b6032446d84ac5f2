package io.mailhelm.dns.blocklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.BlockListing.State;
import io.mailhelm.dns.fake.InMemoryResolver;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockListTest {
  private static final InetAddress V4 = InetAddress.ofLiteral("192.0.2.99");
  private static final String NAME = "99.2.0.192.list.example";
  private final InMemoryResolver dns = new InMemoryResolver();
  private final BlockList list = new BlockList(DomainName.of("list.example"), dns);

  @Test
  void theListsOwnReasonIsTold() {
    dns.address(NAME, "127.0.0.2").txt(NAME, "Spam source, see https://list.example/99");

    assertThat(list.of(V4))
        .isEqualTo(
            new BlockListing(
                "list.example",
                "192.0.2.99",
                State.Listed,
                "Spam source, see https://list.example/99"));
  }

  @Test
  void withoutAReasonItsCodesAre() {
    dns.address(NAME, "127.0.0.4").address(NAME, "127.0.0.10");

    assertThat(list.of(V4).text()).isEqualTo("127.0.0.10, 127.0.0.4");
  }

  @Test
  void ipv6IsAskedByNibbles() {
    dns.address(
        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.list.example",
        "127.0.0.2");

    assertThat(list.of(InetAddress.ofLiteral("2001:db8::1")).state()).isEqualTo(State.Listed);
    assertThat(list.of(InetAddress.ofLiteral("2001:db8::1")).subject()).isEqualTo("2001:db8::1");
  }

  @Test
  void domainsAreAskedByName() {
    dns.address("example.com.list.example", "127.0.1.2");

    assertThat(list.of(DomainName.of("example.com")).state()).isEqualTo(State.Listed);
  }

  @Test
  void whatIsNotThereIsNotListed() {
    assertThat(list.of(V4))
        .isEqualTo(new BlockListing("list.example", "192.0.2.99", State.NotListed, ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.255.255.252",
        "127.255.255.254",
        "127.255.255.255",
        "127.0.0.1",
        "127.0.1.255"
      })
  void aRefusalIsNoListing(String code) {
    dns.address(NAME, code);

    assertThat(list.of(V4).state()).isEqualTo(State.Unknown);
    assertThat(list.of(V4).text()).contains("refuses to answer (" + code + ")");
  }

  @Test
  void whatIsNoAnswerOfAListIsNoListing() {
    dns.address(NAME, "203.0.113.5");

    assertThat(list.of(V4).state()).isEqualTo(State.Unknown);
    assertThat(list.of(V4).text()).contains("which is no answer of a block list");
  }

  @Test
  void aListThatListsEverythingIsNotBelieved() {
    dns.address("*.list.example", "127.0.0.2");

    assertThat(list.of(V4).state()).isEqualTo(State.Unknown);
    assertThat(list.of(DomainName.of("example.com")).state()).isEqualTo(State.Unknown);
    assertThat(list.of(InetAddress.ofLiteral("2001:db8::1")).state()).isEqualTo(State.Unknown);
  }

  @Test
  void silenceIsNoListing() {
    dns.fails(NAME);

    assertThat(list.of(V4).state()).isEqualTo(State.Unknown);
    assertThat(list.of(V4).text()).contains("made to fail");
  }
}
