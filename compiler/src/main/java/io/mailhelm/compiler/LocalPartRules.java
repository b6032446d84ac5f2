package io.mailhelm.compiler;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.crds.MailUser;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Checks local parts as people may declare them: a dot-atom (RFC 5321 §4.1.2), UTF-8 included. */
final class LocalPartRules {
  private static final Pattern DOT_ATOM =
      Pattern.compile(
          "[^\\s@.\"(),:;<>\\[\\]\\\\\\p{Cntrl}]+(\\.[^\\s@.\"(),:;<>\\[\\]\\\\\\p{Cntrl}]+)*");

  private LocalPartRules() {}

  static String localPart(MailUser user) {
    return Objects.requireNonNullElse(user.getSpec().localPart(), user.getMetadata().getName());
  }

  static String localPartPath(MailUser user) {
    return user.getSpec().localPart() == null ? "metadata.name" : "spec.localPart";
  }

  static List<String> aliases(MailUser user) {
    return Objects.requireNonNullElse(user.getSpec().aliases(), List.of());
  }

  /**
   * The canonical address of a local part.
   *
   * @throws IllegalArgumentException with a sentence fit for the person who wrote it
   */
  static Mailbox mailbox(String localPart, DomainName domain) {
    if (localPart.contains("@")) {
      throw new IllegalArgumentException(
          "'%s' has an @: write only what stands left of it".formatted(localPart));
    }
    if (!DOT_ATOM.matcher(localPart).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a local part: use letters, digits, and . - _ + inside".formatted(localPart));
    }
    return new Mailbox(localPart, domain).canonical().own();
  }
}
