package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.MailDomain;
import java.util.Map;

/** Makes the Secret of the key that salts passwords. Only the operator reads it. */
public final class SaltSecret {
  /** The one key. */
  public static final String KEY = "salt";

  private SaltSecret() {}

  /**
   * The Secret {@code d-salt}; deleted with its MailDomain.
   *
   * @param data the salt key under {@link #KEY}
   * @throws IllegalArgumentException when one of these is missing or empty
   */
  public static Secret of(MailDomain domain, Map<String, byte[]> data) {
    return DomainSecret.of(
        Metadata.owned(domain, ObjectNames.salt(ObjectNames.of(domain))),
        DomainSecret.OPAQUE,
        data,
        KEY);
  }
}
