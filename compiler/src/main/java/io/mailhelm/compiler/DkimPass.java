package io.mailhelm.compiler;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.DkimSpec;
import io.mailhelm.crds.MailDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which keys sign a domain's mail, and whether they can. */
final class DkimPass {
  private static final String SUFFIX = ".key";

  private final Input input;
  private final Problems problems;

  DkimPass(Input input, Problems problems) {
    this.input = input;
    this.problems = problems;
  }

  /**
   * What signs.
   *
   * @param pems the same keys, each under {@link DkimKey#key()}
   */
  record Keys(List<DkimKey> dkim, List<KeyPem> pems) {}

  /** The keys; fewer than declared when a problem says why. */
  Keys keys(MailDomain domain) {
    var wanted = Requirements.dkim(domain);
    var path = wanted.generated() ? "spec.dkim" : "spec.dkim.secretRef.name";
    var keys = new Keys(new ArrayList<>(), new ArrayList<>());
    var secret = input.resources().secrets().get(wanted.secret());
    if (secret == null) {
      missing(domain, wanted, path);
    } else if (wanted.generated()) {
      wanted.algorithms().forEach(any -> generated(domain, wanted, any, secret, keys));
    } else {
      imported(domain, wanted, secret, keys);
    }
    return keys;
  }

  /** The name of a generated key's selector; its entry in the Secret has {@code .key} behind. */
  static String selector(DkimSpec.Algorithm algorithm) {
    return switch (algorithm) {
      case Rsa2048 -> "rsa2048";
      case Ed25519 -> "ed25519";
    };
  }

  private void missing(MailDomain domain, Requirements.Dkim wanted, String path) {
    if (wanted.generated() && input.platform() == Platform.CLUSTER) {
      pending(domain, wanted, path);
    } else {
      problems.error(
          domain,
          Reason.SecretNotFound,
          path,
          "Secret %s is not there: create it with the private key in PEM"
              .formatted(wanted.secret()));
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
      Keys keys) {
    var selector = selector(algorithm);
    var entry = secret.getOrDefault(selector + SUFFIX, new byte[0]);
    if (entry.length > 0) {
      add(domain, wanted, "spec.dkim", selector, selector + SUFFIX, entry, keys);
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
      MailDomain domain, Requirements.Dkim wanted, Map<String, byte[]> secret, Keys keys) {
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
    add(
        domain,
        wanted,
        "spec.dkim.secretRef.name",
        selector,
        entry.get(),
        secret.get(entry.get()),
        keys);
  }

  private static Optional<String> entry(String selector, Map<String, byte[]> secret) {
    for (var name : List.of(selector + SUFFIX, selector + ".pem")) {
      if (secret.containsKey(name)) {
        return Optional.of(name);
      }
    }
    return secret.size() == 1 ? secret.keySet().stream().findFirst() : Optional.empty();
  }

  private void add(
      MailDomain domain,
      Requirements.Dkim wanted,
      String path,
      String selector,
      String entry,
      byte[] content,
      Keys keys) {
    var where = "%s of Secret %s".formatted(entry, wanted.secret());
    try {
      var key = SigningKey.of(content);
      var name = "dkim/%s/%s".formatted(domain.getMetadata().getName(), selector);
      keys.dkim()
          .add(new DkimKey(selector, key.algorithm(), DkimKey.Stage.Active, key.publicKey(), name));
      keys.pems().add(new KeyPem(name, "", key.pem()));
      if (key.isShort()) {
        problems.note(
            domain,
            Reason.WeakKey,
            path,
            "%s is an RSA key of %d bits, which some verifiers pass over (RFC 8301): make one of 2048"
                .formatted(where, key.bits()));
      }
    } catch (IllegalArgumentException e) {
      problems.error(
          domain,
          Reason.SecretKeyInvalid,
          path,
          "%s cannot sign: %s".formatted(where, e.getMessage()));
    }
  }
}
