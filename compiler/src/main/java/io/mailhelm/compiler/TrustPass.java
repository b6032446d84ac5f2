package io.mailhelm.compiler;

import io.mailhelm.config.AuthorityPem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SecretUse;
import java.util.List;

/**
 * Compiles {@code spec.server.trustedCertificates} into the authorities that servers trust. These
 * decide which server may be a relay, and so is sent a login. Only people who may write Secrets can
 * bring one.
 */
final class TrustPass {
  private final CompilerInput input;
  private final Problems problems;

  TrustPass(CompilerInput input, Problems problems) {
    this.input = input;
    this.problems = problems;
  }

  /** The authorities; none where nothing is declared, or where a problem says why. */
  List<AuthorityPem> authorities(MailDomain domain) {
    var wanted = Requirements.trust(domain);
    if (wanted.isEmpty()) {
      return List.of();
    }
    var key = domain.getSpec().server().trustedCertificates().secretRef().key();
    var content = input.secret(wanted.get(), SecretUse.Trust);
    if (content.isEmpty()) {
      problems.error(
          domain,
          Reason.SecretNotFound,
          "spec.server.trustedCertificates.secretRef.name",
          input.missing(wanted.get(), SecretUse.Trust, key));
      return List.of();
    }
    try {
      return AuthorityPem.bundle(content.get().getOrDefault(key, new byte[0]));
    } catch (IllegalArgumentException e) {
      problems.error(
          domain,
          Reason.SecretKeyInvalid,
          "spec.server.trustedCertificates.secretRef.key",
          "%s of Secret %s %s".formatted(key, wanted.get(), e.getMessage()));
      return List.of();
    }
  }
}
