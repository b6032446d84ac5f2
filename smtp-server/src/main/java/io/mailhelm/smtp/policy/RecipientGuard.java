package io.mailhelm.smtp.policy;

import io.mailhelm.config.AddressPattern;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.RecipientRules;
import io.mailhelm.config.SendPolicy;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether mail under a policy may go to a recipient elsewhere ({@code
 * SendPolicy.spec.recipients}): a guard for what must never mail real people. Pure.
 */
public final class RecipientGuard {
  private static final AddressPattern EVERYBODY = AddressPattern.of("*");

  private RecipientGuard() {}

  /** What becomes of mail for a recipient elsewhere. */
  public sealed interface Ruling {
    /** It goes there. */
    record Allowed() implements Ruling {}

    /** It is refused. */
    record Denied() implements Ruling {}

    /** It is kept in the sender's mailbox and never leaves. */
    record Kept() implements Ruling {}

    /** It goes to another address, which is not judged again. */
    record Redirected(Mailbox to) implements Ruling {}
  }

  /**
   * The ruling for a recipient.
   *
   * @param recipient empty: at an address literal, which no pattern but {@code *} lists; so where
   *     anything is denied it is, too
   */
  public static Ruling of(SendPolicy policy, Optional<Mailbox> recipient) {
    var rules = policy.recipients();
    if (recipient.map(address -> isIn(rules.deny(), address)).orElse(!rules.deny().isEmpty())) {
      return new Ruling.Denied();
    }
    boolean isAllowed =
        rules.allow().isEmpty()
            || recipient
                .map(address -> isIn(rules.allow(), address))
                .orElse(rules.allow().contains(EVERYBODY));
    return isAllowed ? new Ruling.Allowed() : other(rules);
  }

  /**
   * Whether mail that was queued before may go there still: to whom it is allowed now, and to whom
   * it is redirected.
   *
   * @param recipient as in {@link #of}
   */
  public static boolean mayLeave(SendPolicy policy, Optional<Mailbox> recipient) {
    return of(policy, recipient) instanceof Ruling.Allowed
        || recipient.isPresent()
            && policy.recipients().redirectTo().filter(recipient.get()::equals).isPresent();
  }

  private static Ruling other(RecipientRules rules) {
    return switch (rules.others()) {
      case Reject -> new Ruling.Denied();
      case Capture -> new Ruling.Kept();
      case Redirect -> new Ruling.Redirected(rules.redirectTo().orElseThrow());
    };
  }

  private static boolean isIn(List<AddressPattern> patterns, Mailbox address) {
    return patterns.stream().anyMatch(pattern -> pattern.matches(address));
  }
}
