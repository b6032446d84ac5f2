package io.mailhelm.operator.desired;

import io.mailhelm.crds.GeneratedNames;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.util.regex.Pattern;

/**
 * The names of the objects that the operator makes. {@code d} is a MailDomain's {@code
 * metadata.name}: at most 40 characters, so that every name here fits a DNS label.
 */
public final class ObjectNames {
  private static final Pattern ORDINAL = Pattern.compile("0|[1-9][0-9]{0,8}");

  private ObjectNames() {}

  /** {@code metadata.name} of the MailDomain: the {@code d} of the other methods. */
  public static String of(MailDomain domain) {
    return domain.getMetadata().getName();
  }

  /**
   * The StatefulSet; also the Service of SMTP, the PodDisruptionBudget, the NetworkPolicy and the
   * PodMonitor.
   */
  public static String smtp(String d) {
    return d + "-smtp";
  }

  /** The Service that gives every pod a name. */
  public static String headless(String d) {
    return d + "-headless";
  }

  /** The Service of the management and mail APIs. */
  public static String api(String d) {
    return GeneratedNames.api(d);
  }

  /** The Secret of one part of the config, e.g. {@code d-config-00} or {@code d-keys-00}. */
  public static String config(String d, String part) {
    return part.startsWith("keys-") ? d + "-" + part : d + "-config-" + part;
  }

  /** The Secret of the index: once it exists the config is complete. */
  public static String configIndex(String d) {
    return GeneratedNames.configIndex(d);
  }

  /** The Secret with the key that salts passwords; no pod mounts it. */
  public static String salt(String d) {
    return d + "-salt";
  }

  /** The Secret with the token of the management API. */
  public static String token(String d) {
    return GeneratedNames.token(d);
  }

  /** The Secret with the authority that signs {@link #apiTls}; no pod mounts it. */
  public static String apiAuthority(String d) {
    return d + "-api-ca";
  }

  /** The Secret with the certificate of the pods' HTTPS. */
  public static String apiTls(String d) {
    return GeneratedNames.apiTls(d);
  }

  /** The Secret with the certificate of SMTP, and cert-manager's Certificate for it. */
  public static String tls(String d) {
    return MailDomain.tlsSecret(d);
  }

  /** The Secret with the signing keys. */
  public static String dkim(String d) {
    return d + "-dkim";
  }

  /** The DNSEndpoint of ExternalDNS. */
  public static String dns(String d) {
    return d + "-dns";
  }

  /** A pod of the StatefulSet, from 0. */
  public static String pod(String d, int ordinal) {
    return smtp(d) + "-" + ordinal;
  }

  /** Whether a StatefulSet of this MailDomain makes pods of this name. */
  static boolean isPod(String d, String name) {
    var before = smtp(d) + "-";
    return name.startsWith(before) && ORDINAL.matcher(name.substring(before.length())).matches();
  }

  /** The claim of a pod's volume. */
  public static String claim(String d, int ordinal) {
    return DataClaim.of(pod(d, ordinal));
  }

  /** The Secret with the certificate of SMTP: the one a MailDomain names, or its own. */
  public static String tlsSecret(MailDomain domain) {
    var declared = domain.getSpec().tls();
    return declared != null && declared.secretRef() != null
        ? declared.secretRef().name()
        : tls(of(domain));
  }

  /** The Secret with a user's password: the one it names, or its own. */
  public static String passwordSecret(MailUser user) {
    var declared = user.getSpec().passwordSecretRef();
    return declared == null ? userSecret(user) : declared.name();
  }

  /** The Secret with a user's generated password. */
  public static String userSecret(MailUser user) {
    return GeneratedNames.userSecret(user);
  }
}
