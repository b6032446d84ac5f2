package io.mailhelm.smtp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.SendPolicy.From;
import io.mailhelm.smtp.fake.HandClock;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.TestPolicy;
import io.mailhelm.smtp.live.Directory;
import io.mailhelm.smtp.live.LiveConfig;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderRulesTest {
  private static Directory directory(From from, List<String> allow, List<String> deny) {
    var config =
        new TestConfig()
            .domain("example.com", Outbound.Deliver)
            .domain("other.example", Outbound.Deliver)
            .domain("granting.example", Outbound.Deliver)
            .grants("example-com")
            .policy(TestPolicy.of("p", "example-com", from, allow, deny))
            .user(
                "alice@example.com",
                "secret",
                Optional.of("p"),
                false,
                Quota.DEFAULT,
                "sales@example.com");
    return new LiveConfig(config.build(), List.of(), new HandClock(), event -> {})
        .current()
        .directory();
  }

  private static boolean mayUse(From from, String allow, String deny, String address) {
    var directory = directory(from, list(allow), list(deny));
    var alice = directory.login(Mailbox.of("alice@example.com")).orElseThrow();
    return SenderRules.mayUse(directory, alice, directory.policy(alice), Mailbox.of(address));
  }

  private static List<String> list(String pattern) {
    return pattern == null ? List.of() : List.of(pattern);
  }

  @ParameterizedTest
  @CsvSource({
    "OwnAddresses, , , alice@example.com, true",
    "OwnAddresses, , , alice+x@example.com, true",
    "OwnAddresses, , , sales@example.com, true",
    "OwnAddresses, , , bob@example.com, false",
    "OwnAddresses, news-*@example.com, , news-7@example.com, true",
    "OwnAddresses, news-*@example.com, , news@example.com, false",
    "OwnAddresses, *@*.example.com, , x@shop.example.com, true",
    "OwnAddresses, *@*.example.com, , x@example.com, false",
    "OwnAddresses, *@granting.example, , x@granting.example, true",
    "OwnAddresses, *@other.example, , x@other.example, false",
    "OwnAddresses, *, , x@other.example, false",
    "OwnAddresses, , sales@example.com, sales@example.com, false",
    "OwnAddresses, , *@example.com, alice@example.com, false",
    "OwnDomain, , ceo@example.com, ceo@example.com, false",
    "OwnDomain, , ceo@example.com, CEO@example.com, false",
    "OwnDomain, , ceo@example.com, cfo@example.com, true",
    "OwnDomain, , , x@elsewhere.example, false",
    "Any, , , x@elsewhere.example, true",
    "Any, , , x@other.example, false",
    "Any, , *@*.bank.example, x@mail.bank.example, false",
    "Any, , *@*.bank.example, x@bank.example, true",
    "Any, x@bank.example, *@bank.example, x@bank.example, false"
  })
  void saysWhoMayUseWhichAddress(
      From from, String allow, String deny, String address, boolean allowed) {
    assertThat(mayUse(from, allow, deny, address)).isEqualTo(allowed);
  }

  @Test
  void aFromFieldThatCannotBeReadIsForThoseWhoAreDeniedNothing() {
    assertThat(mayUseAnything(From.Any, "*@bank.example")).isFalse();
    assertThat(mayUseAnything(From.OwnDomain, null)).isFalse();
    // other.example grants nothing: what is not read may be an address of it
    assertThat(mayUseAnything(From.Any, null)).isFalse();
  }

  @Test
  void whereEveryDomainIsTheUsersOwnItMayBeAnything() {
    var config =
        new TestConfig()
            .domain("example.com", Outbound.Deliver)
            .policy(TestPolicy.of("p", "example-com", From.Any, List.of(), List.of()))
            .user("alice@example.com", "secret", Optional.of("p"), false, Quota.DEFAULT);
    var directory =
        new LiveConfig(config.build(), List.of(), new HandClock(), event -> {})
            .current()
            .directory();
    var alice = directory.login(Mailbox.of("alice@example.com")).orElseThrow();
    assertThat(SenderRules.mayUseAnything(directory, alice, directory.policy(alice))).isTrue();
  }

  private static boolean mayUseAnything(From from, String deny) {
    var directory = directory(from, List.of(), list(deny));
    var alice = directory.login(Mailbox.of("alice@example.com")).orElseThrow();
    return SenderRules.mayUseAnything(directory, alice, directory.policy(alice));
  }
}
