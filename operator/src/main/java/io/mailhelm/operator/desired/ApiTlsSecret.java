package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.MailDomain;
import java.util.Map;

/** Makes the Secret of the certificate that pods present over HTTPS. Pods mount it. */
public final class ApiTlsSecret {
  public static final String CERTIFICATE = DomainSecret.CERTIFICATE;
  public static final String PRIVATE_KEY = DomainSecret.PRIVATE_KEY;
  public static final String AUTHORITY = DomainSecret.AUTHORITY;

  private ApiTlsSecret() {}

  /**
   * The Secret {@code d-api-tls}; deleted with its MailDomain.
   *
   * @param data PEM under {@link #CERTIFICATE} (leaf, then the authority), {@link #PRIVATE_KEY} and
   *     {@link #AUTHORITY}
   * @throws IllegalArgumentException when one of these is missing or empty
   */
  public static Secret of(MailDomain domain, Map<String, byte[]> data) {
    return DomainSecret.of(
        Metadata.owned(domain, ObjectNames.apiTls(ObjectNames.of(domain))),
        DomainSecret.TLS,
        data,
        CERTIFICATE,
        PRIVATE_KEY,
        AUTHORITY);
  }
}
