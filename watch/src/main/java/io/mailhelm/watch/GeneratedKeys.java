package io.mailhelm.watch;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.dns.rotation.RotationRules;
import java.util.Objects;

/**
 * The generated keys of a MailDomain.
 *
 * @param declared what its {@code spec.domain} says
 * @param wanted how they are declared
 * @param store where they are
 * @param version of what was in there before the domain was compiled: one that is written over that
 *     version has no key that the compiled domain says something else of
 */
public record GeneratedKeys(
    String declared, Requirements.Dkim wanted, KeyStore store, String version) {
  public GeneratedKeys {
    Objects.requireNonNull(declared);
    Objects.requireNonNull(wanted);
    Objects.requireNonNull(store);
    Objects.requireNonNull(version);
  }

  /** How long keys live by a declaration. */
  public static RotationRules rules(Requirements.Dkim declared) {
    return new RotationRules(
        declared.signing(), declared.rotateAfter(), declared.retireAfter(), declared.deleteAfter());
  }
}
