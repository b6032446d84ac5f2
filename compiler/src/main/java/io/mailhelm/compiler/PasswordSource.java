package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.compiler.read.SecretText;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SecretUse;

/**
 * The Secret and the key that hold a MailUser's password.
 *
 * @param generated whether no Secret is named, so that one is generated
 */
record PasswordSource(SecretName secret, String key, boolean generated) {
  static PasswordSource of(MailUser user) {
    var namespace = ResourceReader.ref(user).namespace();
    var declared = user.getSpec().passwordSecretRef();
    return declared == null
        ? new PasswordSource(
            new SecretName(namespace, user.getMetadata().getName() + "-smtp"), "password", true)
        : new PasswordSource(new SecretName(namespace, declared.name()), declared.key(), false);
  }

  /** Whether the Secret exists. */
  boolean isThere(CompilerInput input) {
    return input.secret(secret, SecretUse.Password).isPresent();
  }

  /** Reports a missing Secret or key. */
  void check(MailUser user, CompilerInput input, Problems problems) {
    var content = input.secret(secret, SecretUse.Password).orElse(null);
    if (content == null && generated && input.platform() == Platform.CLUSTER) {
      problems.error(
          user, Reason.SecretPending, path("name"), "Secret %s is being made".formatted(secret));
    } else if (content == null) {
      problems.error(
          user,
          Reason.SecretNotFound,
          path("name"),
          input.missing(secret, SecretUse.Password, "the key " + key));
    } else {
      check(user, content.getOrDefault(key, new byte[0]), problems);
    }
  }

  private void check(MailUser user, byte[] octets, Problems problems) {
    if (octets.length == 0) {
      problems.error(
          user,
          Reason.SecretKeyInvalid,
          path("key"),
          "Secret %s has no key %s, or it is empty: put the password there".formatted(secret, key));
    } else if (SecretText.of(octets).filter(SecretText::hadLineEnd).isPresent()) {
      problems.note(
          user,
          Reason.SecretKeyInvalid,
          path("key"),
          "the password in Secret %s %s".formatted(secret, SecretText.LINE_END));
    }
  }

  /** Reports a password for which no verifier could be made. */
  void unusable(MailUser user, Problems problems) {
    problems.error(
        user,
        Reason.SecretKeyInvalid,
        path("key"),
        "the password in Secret %s cannot be used: write it in UTF-8 without control characters"
            .formatted(secret));
  }

  private String path(String field) {
    return generated ? "spec.passwordSecretRef" : "spec.passwordSecretRef." + field;
  }
}
