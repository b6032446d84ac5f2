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

  /** The same as a text, its pods' management API at this port, with these further lines. */
  static String server(int managementPort, String... lines) {
    return """
    apiVersion: mailhelm.io/v1alpha1
    kind: MailDomain
    metadata: {name: example-com}
    spec:
      domain: example.com
      outbound: Capture
      server:
        management: {port: %d}
    %s
    """
        .formatted(managementPort, String.join("\n", lines).indent(2).stripTrailing());
  }

  /** A MailUser of it, with further fields as {@code key: value, ...}. */
  static String user(String name, String fields) {
    return """
    ---
    apiVersion: mailhelm.io/v1alpha1
    kind: MailUser
    metadata: {name: %s}
    spec: {domainRef: {name: example-com}%s}
    """
        .formatted(name, fields.isEmpty() ? "" : ", " + fields);
  }
}
