package io.mailhelm.smtp.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.RecipientRules;
import io.mailhelm.config.RecipientRules.Others;
import io.mailhelm.smtp.fake.TestPolicy;
import io.mailhelm.smtp.policy.RecipientGuard.Ruling;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientGuardTest {
  private static Ruling ruling(RecipientRules rules, String recipient) {
    return RecipientGuard.of(
        TestPolicy.guarding("p", "d", rules), Optional.of(Mailbox.of(recipient)));
  }

  @ParameterizedTest
  @CsvSource({
    "*@ours.example, a@ours.example, true",
    "*@ours.example, A@OURS.example, true",
    "*@ours.example, a@sub.ours.example, false",
    "*@ours.example, a@notours.example, false",
    "*@*.ours.example, a@sub.ours.example, true",
    "*@*.ours.example, a@ours.example, false",
    "news-*@ours.example, news-1@ours.example, true",
    "news-*@ours.example, new@ours.example, false",
    "a@ours.example, A@ours.example, true",
    "a@ours.example, b@ours.example, false",
    "ours.example, a@ours.example, true",
    "*, a@real.example, true"
  })
  void allowsWhatAPatternLists(String pattern, String recipient, boolean allowed) {
    assertThat(ruling(TestPolicy.only(Others.Reject, pattern), recipient))
        .isEqualTo(allowed ? new Ruling.Allowed() : new Ruling.Denied());
    assertThat(ruling(TestPolicy.denying(List.of(), pattern), recipient))
        .isEqualTo(allowed ? new Ruling.Denied() : new Ruling.Allowed());
  }

  @Test
  void deniesWhateverIsAllowed() {
    var rules = TestPolicy.denying(List.of("*@ours.example"), "boss@ours.example");
    assertThat(ruling(rules, "boss@ours.example")).isEqualTo(new Ruling.Denied());
    assertThat(ruling(rules, "bob@ours.example")).isEqualTo(new Ruling.Allowed());
    assertThat(ruling(rules, "bob@real.example")).isEqualTo(new Ruling.Denied());
  }

  @Test
  void saysWhereMailForOthersGoes() {
    assertThat(ruling(TestPolicy.only(Others.Capture, "*@ours.example"), "bob@real.example"))
        .isEqualTo(new Ruling.Kept());
    assertThat(
            ruling(TestPolicy.redirecting("t@dev.example", "*@ours.example"), "bob@real.example"))
        .isEqualTo(new Ruling.Redirected(Mailbox.of("t@dev.example")));
    assertThat(ruling(RecipientRules.EVERYBODY, "bob@real.example"))
        .isEqualTo(new Ruling.Allowed());
  }

  @Test
  void anAddressLiteralIsNobodyThatAPatternLists() {
    assertThat(literal(RecipientRules.EVERYBODY)).isEqualTo(new Ruling.Allowed());
    assertThat(literal(TestPolicy.only(Others.Reject, "*"))).isEqualTo(new Ruling.Allowed());
    assertThat(literal(TestPolicy.only(Others.Capture, "*@ours.example")))
        .isEqualTo(new Ruling.Kept());
    assertThat(literal(TestPolicy.denying(List.of(), "*@real.example")))
        .isEqualTo(new Ruling.Denied());
  }

  private static Ruling literal(RecipientRules rules) {
    return RecipientGuard.of(TestPolicy.guarding("p", "d", rules), Optional.empty());
  }

  @Test
  void whatWaitsMayLeaveToWhomItIsRedirected() {
    var policy =
        TestPolicy.guarding("p", "d", TestPolicy.redirecting("t@dev.example", "*@ours.example"));
    assertThat(RecipientGuard.mayLeave(policy, Optional.of(Mailbox.of("t@dev.example")))).isTrue();
    assertThat(RecipientGuard.mayLeave(policy, Optional.of(Mailbox.of("a@ours.example")))).isTrue();
    assertThat(RecipientGuard.mayLeave(policy, Optional.of(Mailbox.of("a@real.example"))))
        .isFalse();
    assertThat(RecipientGuard.mayLeave(policy, Optional.empty())).isFalse();
  }
}
