package io.mailhelm.operator.dkimrotation;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.rotation.Rules;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The generated keys of a MailDomain.
 *
 * @param declared what its {@code spec.domain} says
 * @param secret where they are; it was read before {@code domain} was compiled, so that one that is
 *     written with its version has no key that {@code domain} says something else of
 * @param rules how long they live
 * @param domain what it was compiled to; empty where it is refused: nobody is asked then
 * @param resolvers whom to ask
 * @param addresses which addresses that zones give their name servers are asked
 */
public record HeldKeys(
    String declared,
    Secret secret,
    Rules rules,
    Optional<Domain> domain,
    List<String> resolvers,
    AddressRules addresses) {
  public HeldKeys {
    Objects.requireNonNull(declared);
    Objects.requireNonNull(secret);
    Objects.requireNonNull(rules);
    Objects.requireNonNull(domain);
    Objects.requireNonNull(addresses);
    resolvers = List.copyOf(resolvers);
  }

  /** How long keys live by a declaration. */
  public static Rules rules(Requirements.Dkim declared) {
    return new Rules(
        declared.signing(), declared.rotateAfter(), declared.retireAfter(), declared.deleteAfter());
  }

  /** Those whose records are to be looked for: none where nobody is to be asked. */
  List<DkimKey> pending() {
    return domain
        .filter(any -> any.dns().watched())
        .map(
            any ->
                any.dkim().stream()
                    .filter(key -> key.stage() == DkimKey.Stage.Pending)
                    .filter(key -> !key.publicKey().isEmpty())
                    .toList())
        .orElse(List.of());
  }

  /** Whether there is nothing new in the other. */
  boolean isAs(HeldKeys other) {
    var mine = secret.getMetadata();
    var others = other.secret.getMetadata();
    return mine.getUid().equals(others.getUid())
        && mine.getResourceVersion().equals(others.getResourceVersion())
        && rules.equals(other.rules)
        && pending().equals(other.pending())
        && resolvers.equals(other.resolvers)
        && addresses.equals(other.addresses);
  }
}
