package io.mailhelm.compiler;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.Patterns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the keys of one domain from their Secret. */
final class DkimKeyring {
  private static final int MAX_LABEL = 63; // RFC 1035 §2.3.4

  private final MailDomain domain;
  private final Requirements.Dkim wanted;
  private final Problems problems;
  private final List<DkimKey> keys = new ArrayList<>();
  private final List<KeyPem> pems = new ArrayList<>();

  DkimKeyring(MailDomain domain, Requirements.Dkim wanted, Problems problems) {
    this.domain = domain;
    this.wanted = wanted;
    this.problems = problems;
  }

  /** All keys, by selector. */
  List<DkimKey> keys() {
    return List.copyOf(keys);
  }

  /** The private keys that sign, each under {@link DkimKey#key()}. */
  List<KeyPem> pems() {
    return List.copyOf(pems);
  }

  /**
   * Adds a key of the owner's, which signs whether or not its record is seen; {@code path} names
   * its declaration.
   */
  void own(String path, String selector, String entry, byte[] content) {
    try {
      var key = DkimPrivateKey.of(content);
      add(selector, Stage.Active, key);
      if (key.isShort()) {
        problems.note(
            domain,
            Reason.WeakKey,
            path,
            "%s is an RSA key of %d bits, which some verifiers pass over (RFC 8301): make one of 2048"
                .formatted(where(entry), key.bits()));
      }
    } catch (IllegalArgumentException e) {
      problems.error(
          domain,
          Reason.SecretKeyInvalid,
          path,
          "%s cannot sign: %s".formatted(where(entry), e.getMessage()));
    }
  }

  /**
   * Adds generated keys at the stages in the ledger. One that is missing or unusable does not stop
   * the others.
   */
  void rotating(DkimLedger ledger, Map<String, byte[]> secret) {
    for (var entry : ledger.keys()) {
      var name = entry.selector() + DkimLedger.SUFFIX;
      try {
        var key =
            DkimPrivateKey.of(
                Optional.ofNullable(secret.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("it is not there")));
        if (key.algorithm() != entry.algorithm()) {
          throw new IllegalArgumentException("it is no %s key".formatted(entry.algorithm()));
        }
        if (entry.selector().length() > MAX_LABEL
            || !Patterns.matches(Patterns.LABEL, entry.selector())) {
          throw new IllegalArgumentException("'%s' is no selector".formatted(entry.selector()));
        }
        add(entry.selector(), entry.stage(), key);
      } catch (IllegalArgumentException e) {
        problems.note(
            domain,
            Reason.SecretKeyInvalid,
            "spec.dkim",
            "%s cannot sign: %s; take %s out of %s to have another made"
                .formatted(where(name), e.getMessage(), entry.selector(), DkimLedger.ENTRY));
      }
    }
  }

  private void add(String selector, Stage stage, DkimPrivateKey key) {
    var name = "dkim/%s/%s".formatted(domain.getMetadata().getName(), selector);
    keys.add(new DkimKey(selector, key.algorithm(), stage, key.publicKey(), name));
    if (stage == Stage.Active) {
      pems.add(new KeyPem(name, "", key.pem()));
    }
  }

  private String where(String entry) {
    return "%s of Secret %s".formatted(entry, wanted.secret());
  }
}
