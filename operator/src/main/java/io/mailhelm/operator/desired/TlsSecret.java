package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.MailDomain;
import java.util.Map;

/**
 * Makes the Secret of a generated certificate of SMTP. Peers may have pinned it, so it is kept when
 * its MailDomain is deleted.
 */
public final class TlsSecret {
  public static final String CERTIFICATE = DomainSecret.CERTIFICATE;
  public static final String PRIVATE_KEY = DomainSecret.PRIVATE_KEY;

  private TlsSecret() {}

  /**
   * The Secret {@code d-tls}; it has no owner.
   *
   * @param data PEM under {@link #CERTIFICATE} (the chain, leaf first) and {@link #PRIVATE_KEY}
   * @throws IllegalArgumentException when one of these is missing or empty
   */
  public static Secret of(MailDomain domain, Map<String, byte[]> data) {
    return DomainSecret.of(
        Metadata.retained(domain, ObjectNames.tls(ObjectNames.of(domain))),
        DomainSecret.TLS,
        data,
        CERTIFICATE,
        PRIVATE_KEY);
  }
}
