package io.mailhelm.watch;

import io.mailhelm.compiler.Requirements;
import io.mailhelm.dns.rotation.RotationRules;
import java.util.Objects;

/**
 * The generated signing keys of a MailDomain: what is declared of them, and their store.
 *
 * @param declared its {@code spec.domain}
 * @param wanted what is declared of its keys
 * @param store the store that has them
 * @param version of the store's content before the domain was compiled; a write that replaces only
 *     this version never contradicts what the compiled domain says of a key
 */
public record GeneratedKeys(
    String declared, Requirements.Dkim wanted, KeyStore store, String version) {
  public GeneratedKeys {
    Objects.requireNonNull(declared);
    Objects.requireNonNull(wanted);
    Objects.requireNonNull(store);
    Objects.requireNonNull(version);
  }

  /** The lifetimes of keys by a declaration. */
  public static RotationRules rules(Requirements.Dkim declared) {
    return new RotationRules(
        declared.signing(), declared.rotateAfter(), declared.retireAfter(), declared.deleteAfter());
  }
}
