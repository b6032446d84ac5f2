package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.MailDomain;
import java.util.Map;

/** Makes the Secret of the management API's token. Pods mount it. */
public final class TokenSecret {
  /** The one key. */
  public static final String KEY = "token";

  private TokenSecret() {}

  /**
   * The Secret {@code d-token}; deleted with its MailDomain.
   *
   * @param data the token under {@link #KEY}
   * @throws IllegalArgumentException when one of these is missing or empty
   */
  public static Secret of(MailDomain domain, Map<String, byte[]> data) {
    return DomainSecret.of(
        Metadata.owned(domain, ObjectNames.token(ObjectNames.of(domain))),
        DomainSecret.OPAQUE,
        data,
        KEY);
  }
}
