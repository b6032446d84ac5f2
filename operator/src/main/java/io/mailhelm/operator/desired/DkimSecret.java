package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.MailDomain;
import java.util.Map;

/** The signing keys. Their records stand in DNS: they are kept when their MailDomain goes. */
public final class DkimSecret {
  private DkimSecret() {}

  /**
   * The Secret {@code d-dkim}; it has no owner.
   *
   * @param data whatever the keys' stages ask for
   */
  public static Secret of(MailDomain domain, Map<String, byte[]> data) {
    return DomainSecret.of(
        Metadata.retained(domain, ObjectNames.dkim(ObjectNames.of(domain))),
        DomainSecret.OPAQUE,
        data);
  }
}
