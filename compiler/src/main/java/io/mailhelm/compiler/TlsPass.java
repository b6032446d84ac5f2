package io.mailhelm.compiler;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.crds.TlsSpec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds a domain's certificate and key, and checks that they can be used. */
final class TlsPass {
  private static final String CERTIFICATE = "tls.crt";
  private static final String PRIVATE_KEY = "tls.key";

  private final CompilerInput input;
  private final Problems problems;
  private final Map<String, CertificateFacts> facts = new HashMap<>();

  TlsPass(CompilerInput input, Problems problems) {
    this.input = input;
    this.problems = problems;
  }

  /** The name a domain's key has in the config. */
  static String keyName(String domain) {
    return "tls/" + domain;
  }

  /** {@code metadata.name} of the MailDomain whose key has that name. */
  static String owner(String keyName) {
    return keyName.substring(keyName.indexOf('/') + 1);
  }

  /** Facts about the certificates, by the domain's {@code metadata.name}. */
  Map<String, CertificateFacts> facts() {
    return facts;
  }

  /** The key; empty when there is none, which a problem explains. */
  Optional<KeyPem> key(MailDomain domain, DomainName hostname) {
    var tls = domain.getSpec().tls();
    if (tls != null && tls.files() != null) {
      return fromFiles(domain, tls.files());
    }
    var wanted = Requirements.tls(domain, List.of(hostname));
    var path = wanted.generated() ? "spec.tls" : "spec.tls.secretRef.name";
    var secret = input.secret(wanted.secret(), SecretUse.Tls).orElse(null);
    if (secret == null && wanted.generated() && input.platform() == Platform.CLUSTER) {
      problems.error(
          domain,
          Reason.SecretPending,
          path,
          "Secret %s is not there yet: its issuer makes it (kubectl -n %s describe certificate %s)"
              .formatted(wanted.secret(), wanted.secret().namespace(), wanted.secret().name()));
      return Optional.empty();
    }
    if (secret == null) {
      problems.error(
          domain,
          Reason.SecretNotFound,
          path,
          input.missing(
              wanted.secret(), SecretUse.Tls, "%s and %s".formatted(CERTIFICATE, PRIVATE_KEY)));
      return Optional.empty();
    }
    for (var key : new String[] {CERTIFICATE, PRIVATE_KEY}) {
      if (secret.getOrDefault(key, new byte[0]).length == 0) {
        problems.error(
            domain,
            Reason.SecretKeyInvalid,
            path,
            "Secret %s has no %s, or it is empty".formatted(wanted.secret(), key));
        return Optional.empty();
      }
    }
    return usable(
        domain,
        path,
        "Secret " + wanted.secret(),
        secret.get(CERTIFICATE),
        secret.get(PRIVATE_KEY));
  }

  private Optional<KeyPem> fromFiles(MailDomain domain, TlsSpec.Files declared) {
    if (input.platform() == Platform.CLUSTER) {
      problems.error(
          domain,
          Reason.InvalidCombination,
          "spec.tls.files",
          "a pod has no such files: put them into a Secret and name it in tls.secretRef");
      return Optional.empty();
    }
    var certificate = input.files().get(declared.certificate());
    var key = input.files().get(declared.privateKey());
    missing(domain, "certificate", declared.certificate(), certificate);
    missing(domain, "privateKey", declared.privateKey(), key);
    return certificate == null || key == null
        ? Optional.empty()
        : usable(domain, "spec.tls.files", "the pair of files", certificate, key);
  }

  private void missing(MailDomain domain, String field, String file, byte[] content) {
    if (content == null) {
      problems.error(
          domain,
          Reason.SecretNotFound,
          "spec.tls.files." + field,
          "'%s' cannot be read: check the path and who may read it".formatted(file));
    }
  }

  private Optional<KeyPem> usable(
      MailDomain domain, String path, String where, byte[] certificate, byte[] key) {
    var name = domain.getMetadata().getName();
    var pem =
        new KeyPem(
            keyName(name),
            new String(certificate, StandardCharsets.US_ASCII),
            new String(key, StandardCharsets.US_ASCII));
    try {
      facts.put(name, CertificateCheck.check(pem));
      return Optional.of(pem);
    } catch (IllegalArgumentException e) {
      problems.error(
          domain,
          Reason.SecretKeyInvalid,
          path,
          "%s cannot be used: %s".formatted(where, e.getMessage()));
      return Optional.empty();
    }
  }
}
