package io.mailhelm.operator.it;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.MailDomain;

/** Declarations that several tests begin with, as an API server takes them. */
final class Declarations {
  private Declarations() {}

  /** The MailDomain {@code example-com} with this line in its spec. */
  static MailDomain domain(String namespace, String line) {
    return Serialization.unmarshal(
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: example-com, namespace: %s}
        spec:
          domain: example.com
          %s
        """
            .formatted(namespace, line),
        MailDomain.class);
  }
}
