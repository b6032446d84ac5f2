package io.mailhelm.compiler;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.DkimSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SecretUse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which DKIM keys a domain has and which of them sign its mail, and checks that they can.
 */
final class DkimPass {
  private static final String SUFFIX = DkimLedger.SUFFIX;
  private static final Duration LEAST_SPAN = Duration.ofSeconds(1);

  private final CompilerInput input;
  private final Problems problems;

  DkimPass(CompilerInput input, Problems problems) {
    this.input = input;
    this.problems = problems;
  }

  /**
   * * The keys of a domain.
   *
   * @param pems the private keys that sign, each under {@link DkimKey#key()}
   */
  record Keys(List<DkimKey> dkim, List<KeyPem> pems, Signing signing) {}

  /** The keys; fewer than declared when a problem says why. */
  Keys keys(MailDomain domain) {
    spans(domain);
    var wanted = Requirements.dkim(domain);
    var path = wanted.generated() ? "spec.dkim" : "spec.dkim.secretRef.name";
    var keys = new DkimKeyring(domain, wanted, problems);
    var secret = input.secret(wanted.secret(), SecretUse.Dkim).orElse(null);
    var ledger = Optional.<DkimLedger>empty();
    if (secret == null) {
      missing(domain, wanted, path);
    } else if (!wanted.generated()) {
      imported(domain, wanted, secret, keys);
    } else if (secret.containsKey(DkimLedger.ENTRY)) {
      ledger = ledger(domain, wanted, secret);
      ledger.ifPresent(read -> keys.rotating(read, secret));
    } else {
      wanted.algorithms().forEach(any -> generated(domain, wanted, any, secret, keys));
    }
    return new Keys(keys.keys(), keys.pems(), new Signing(wanted.signing(), ledger));
  }

  private void spans(MailDomain domain) {
    var dkim = domain.getSpec().dkim();
    if (dkim != null) {
      var fields = new SpecFields(domain, problems);
      fields.duration("spec.dkim.rotateAfter", dkim.rotateAfter(), LEAST_SPAN);
      fields.duration("spec.dkim.retireAfter", dkim.retireAfter(), LEAST_SPAN);
      fields.duration("spec.dkim.deleteAfter", dkim.deleteAfter(), LEAST_SPAN);
    }
  }

  private Optional<DkimLedger> ledger(
      MailDomain domain, Requirements.Dkim wanted, Map<String, byte[]> secret) {
    try {
      return DkimLedger.in(secret);
    } catch (IllegalArgumentException e) {
      problems.error(
          domain,
          Reason.SecretKeyInvalid,
          "spec.dkim",
          "%s of Secret %s cannot be read: bring an earlier one back; without it all keys there sign"
                  .formatted(DkimLedger.ENTRY, wanted.secret())
              + " at once and none rotates");
      return Optional.empty();
    }
  }

  private void missing(MailDomain domain, Requirements.Dkim wanted, String path) {
    if (wanted.generated() && input.platform() == Platform.CLUSTER) {
      pending(domain, wanted, path);
    } else {
      problems.error(
          domain,
          Reason.SecretNotFound,
          path,
          input.missing(wanted.secret(), SecretUse.Dkim, "the private key in PEM"));
    }
  }

  private void pending(MailDomain domain, Requirements.Dkim wanted, String path) {
    problems.error(
        domain, Reason.SecretPending, path, "Secret %s is being made".formatted(wanted.secret()));
  }

  private void generated(
      MailDomain domain,
      Requirements.Dkim wanted,
      DkimSpec.Algorithm algorithm,
      Map<String, byte[]> secret,
      DkimKeyring keys) {
    var selector = Requirements.Dkim.signing(algorithm).selector();
    var entry = secret.getOrDefault(selector + SUFFIX, new byte[0]);
    if (entry.length > 0) {
      keys.own("spec.dkim", selector, selector + SUFFIX, entry);
    } else if (input.platform() == Platform.CLUSTER) {
      pending(domain, wanted, "spec.dkim.algorithms");
    } else {
      problems.error(
          domain,
          Reason.SecretKeyInvalid,
          "spec.dkim.algorithms",
          "Secret %s has no %s, or it is empty: put the key there, or remove %s"
              .formatted(wanted.secret(), selector + SUFFIX, algorithm));
    }
  }

  private void imported(
      MailDomain domain, Requirements.Dkim wanted, Map<String, byte[]> secret, DkimKeyring keys) {
    var selector = domain.getSpec().dkim().selector();
    if (selector == null) {
      return; // Combinations has said so.
    }
    var entry = entry(selector, secret);
    if (entry.isEmpty()) {
      problems.error(
          domain,
          Reason.SecretKeyInvalid,
          "spec.dkim.selector",
          "Secret %s has no %s.key and no %s.pem: put the private key there"
              .formatted(wanted.secret(), selector, selector));
      return;
    }
    keys.own("spec.dkim.secretRef.name", selector, entry.get(), secret.get(entry.get()));
  }

  private static Optional<String> entry(String selector, Map<String, byte[]> secret) {
    for (var name : List.of(selector + SUFFIX, selector + ".pem")) {
      if (secret.containsKey(name)) {
        return Optional.of(name);
      }
    }
    return secret.size() == 1 ? secret.keySet().stream().findFirst() : Optional.empty();
  }
}
