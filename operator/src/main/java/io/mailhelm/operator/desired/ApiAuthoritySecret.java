package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.MailDomain;
import java.util.Map;

/**
 * Makes the Secret of the authority that signs the pods' HTTPS certificate. Only the operator reads
 * it.
 */
public final class ApiAuthoritySecret {
  public static final String CERTIFICATE = DomainSecret.CERTIFICATE;
  public static final String PRIVATE_KEY = DomainSecret.PRIVATE_KEY;

  private ApiAuthoritySecret() {}

  /**
   * The Secret {@code d-api-ca}; deleted with its MailDomain.
   *
   * @param data PEM under {@link #CERTIFICATE} and {@link #PRIVATE_KEY}
   * @throws IllegalArgumentException when one of these is missing or empty
   */
  public static Secret of(MailDomain domain, Map<String, byte[]> data) {
    return DomainSecret.of(
        Metadata.owned(domain, ObjectNames.apiAuthority(ObjectNames.of(domain))),
        DomainSecret.TLS,
        data,
        CERTIFICATE,
        PRIVATE_KEY);
  }
}
