package io.mailhelm.crds;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names and labels of objects that the operator makes and other programs look for. {@code d} is
 * a MailDomain's {@code metadata.name}.
 */
public final class GeneratedNames {
  private static final String USER_SECRET = "-smtp";

  private GeneratedNames() {}

  /** The Service of the management and mail APIs, and a name on their certificate. */
  public static String api(String d) {
    return d + "-api";
  }

  /** The Secret with the token of the APIs, under {@code token}. */
  public static String token(String d) {
    return d + "-token";
  }

  /** The Secret with the certificate of the APIs, and its authority under {@code ca.crt}. */
  public static String apiTls(String d) {
    return d + "-api-tls";
  }

  /** The Secret with the index of the config, under {@code index}: all but users and keys. */
  public static String configIndex(String d) {
    return d + "-config-index";
  }

  /** The Secret with a user's generated password, under {@code password}. */
  public static String userSecret(MailUser user) {
    return user.getMetadata().getName() + USER_SECRET;
  }

  /** Whether a Secret of this name can be one with a generated password. */
  public static boolean isUserSecret(String name) {
    return name.length() > USER_SECRET.length() && name.endsWith(USER_SECRET);
  }

  /** The labels that the pods of a MailDomain have. */
  public static SortedMap<String, String> podLabels(String d) {
    return new TreeMap<>(
        Map.of(
            "app.kubernetes.io/name", "mailhelm",
            "app.kubernetes.io/instance", d,
            "app.kubernetes.io/component", "smtp-server"));
  }
}
