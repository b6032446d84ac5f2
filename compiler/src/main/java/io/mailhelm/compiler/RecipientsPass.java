package io.mailhelm.compiler;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.RecipientRules;
import io.mailhelm.config.RecipientRules.Others;
import io.mailhelm.crds.SendPolicy;
import java.util.Optional;

/** Compiles {@code spec.recipients} of a SendPolicy. */
final class RecipientsPass {
  private RecipientsPass() {}

  static RecipientRules rules(SendPolicy policy, Problems problems) {
    var spec = policy.getSpec().recipients();
    if (spec == null) {
      return RecipientRules.EVERYBODY;
    }
    var fields = new SpecFields(policy, problems);
    var allow = AddressPatterns.read(fields, "spec.recipients.allow", spec.allow());
    var deny = AddressPatterns.read(fields, "spec.recipients.deny", spec.deny());
    var others = Others.valueOf(spec.others().name());
    if (others != Others.Reject && allow.isEmpty()) {
      fields.invalid(
          "spec.recipients.others",
          "there are no others while allow lists nobody: list who is to be mailed, e.g."
              + " \"*@example.com\"");
    }
    var redirectTo =
        Optional.ofNullable(spec.redirectTo())
            .flatMap(text -> mailbox(fields, text))
            .filter(any -> others == Others.Redirect);
    return new RecipientRules(
        allow,
        deny,
        redirectTo.isEmpty() && others == Others.Redirect ? Others.Reject : others,
        redirectTo);
  }

  private static Optional<Mailbox> mailbox(SpecFields fields, String text) {
    try {
      return Optional.of(Mailbox.of(text));
    } catch (IllegalArgumentException e) {
      fields.invalid(
          "spec.recipients.redirectTo",
          "'%s' is not an address: write name@domain".formatted(text));
      return Optional.empty();
    }
  }
}
