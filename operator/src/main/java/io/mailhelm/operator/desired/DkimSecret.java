package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.MailDomain;
import java.util.Map;

/**
 * Makes the Secret of the private DKIM keys. Their records are in DNS, so it is kept when its
 * MailDomain is deleted.
 */
public final class DkimSecret {
  private DkimSecret() {}

  /**
   * The Secret {@code d-dkim}; it has no owner.
   *
   * @param data the keys and their ledger
   */
  public static Secret of(MailDomain domain, Map<String, byte[]> data) {
    return DomainSecret.of(
        Metadata.retained(domain, ObjectNames.dkim(ObjectNames.of(domain))),
        DomainSecret.OPAQUE,
        data);
  }
}
