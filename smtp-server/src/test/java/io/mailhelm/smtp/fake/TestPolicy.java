package io.mailhelm.smtp.fake;

import io.mailhelm.config.AddressPattern;
import io.mailhelm.config.ContentRules;
import io.mailhelm.config.DeliveryRules;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.RecipientRules;
import io.mailhelm.config.RecipientRules.Others;
import io.mailhelm.config.ReputationRules;
import io.mailhelm.config.SendLimits;
import io.mailhelm.config.SendPolicy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Policies for tests, made of what one test is about. */
public final class TestPolicy {
  private TestPolicy() {}

  /** One that says to whom mail may go. */
  public static SendPolicy guarding(String name, String domain, RecipientRules recipients) {
    return of(name, domain, SendPolicy.From.OwnAddresses, List.of(), recipients, ContentRules.OFF);
  }

  /** One that checks what is sent. */
  public static SendPolicy checking(String name, String domain, ContentRules content) {
    return of(
        name, domain, SendPolicy.From.OwnAddresses, List.of(), RecipientRules.EVERYBODY, content);
  }

  /** One that says who may send as whom. */
  public static SendPolicy of(
      String name, String domain, SendPolicy.From from, List<String> allow, List<String> deny) {
    return new SendPolicy(
        name,
        domain,
        List.of(),
        from,
        patterns(allow.stream()),
        patterns(deny.stream()),
        false,
        List.of(),
        DeliveryRules.DEFAULT,
        SendLimits.NONE,
        RecipientRules.EVERYBODY,
        Optional.empty(),
        ReputationRules.NONE,
        ContentRules.OFF,
        Optional.empty());
  }

  private static SendPolicy of(
      String name,
      String domain,
      SendPolicy.From from,
      List<AddressPattern> allow,
      RecipientRules recipients,
      ContentRules content) {
    return new SendPolicy(
        name,
        domain,
        List.of(),
        from,
        allow,
        List.of(),
        false,
        List.of(),
        DeliveryRules.DEFAULT,
        SendLimits.NONE,
        recipients,
        Optional.empty(),
        ReputationRules.NONE,
        content,
        Optional.empty());
  }

  /** Mail goes to {@code allow} only. */
  public static RecipientRules only(Others others, String... allow) {
    return new RecipientRules(patterns(Stream.of(allow)), List.of(), others, Optional.empty());
  }

  /** Mail goes to {@code allow}, and what is for others to {@code to}. */
  public static RecipientRules redirecting(String to, String... allow) {
    return new RecipientRules(
        patterns(Stream.of(allow)), List.of(), Others.Redirect, Optional.of(Mailbox.of(to)));
  }

  /** Mail goes to {@code allow} but not to {@code deny}; empty: everybody. */
  public static RecipientRules denying(List<String> allow, String... deny) {
    return new RecipientRules(
        patterns(allow.stream()), patterns(Stream.of(deny)), Others.Reject, Optional.empty());
  }

  private static List<AddressPattern> patterns(Stream<String> texts) {
    return texts.map(AddressPattern::of).toList();
  }
}
