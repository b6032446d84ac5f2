package io.mailhelm.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * To whom mail may go under a policy ({@code SendPolicy.spec.recipients}): a guard for what must
 * never mail real people. It concerns recipients elsewhere.
 *
 * @param allow only these; empty: everybody
 * @param deny never these, whatever {@code allow} says
 * @param others what happens to mail for those that {@code allow} does not list
 * @param redirectTo where mail for them goes instead; present with {@link Others#Redirect}, and
 *     only then
 */
public record RecipientRules(
    List<AddressPattern> allow,
    List<AddressPattern> deny,
    Others others,
    Optional<Mailbox> redirectTo) {
  /** What happens to mail for recipients that are not allowed. */
  public enum Others {
    /** They are refused. */
    Reject,
    /** Mail for them is kept in the sender's mailbox and never leaves. */
    Capture,
    /** Mail for them goes to another address, and says whom it was for. */
    Redirect
  }

  /** The rules of a policy that declares none: everybody. */
  public static final RecipientRules EVERYBODY =
      new RecipientRules(List.of(), List.of(), Others.Reject, Optional.empty());

  public RecipientRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    Objects.requireNonNull(others);
    if (redirectTo.isPresent() != (others == Others.Redirect)) {
      throw new IllegalArgumentException("redirectTo goes with others: Redirect");
    }
  }
}
