package io.mailhelm.operator.desired;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import java.util.List;

/** Declarations that several tests begin with. */
final class Declared {
  static final String DOMAIN =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: MailDomain
      metadata: {name: example-com, namespace: mail, uid: u1}
      spec:
        domain: example.com
        server: {}
      """;

  private Declared() {}

  static MailDomain domain() {
    return read(DOMAIN).domains().getFirst();
  }

  static MailUser user(String name, String domain) {
    return read("""
            apiVersion: mailhelm.io/v1alpha1
            kind: MailUser
            metadata: {name: %s, namespace: mail, uid: u2}
            spec:
              domainRef: {name: %s}
              localPart: alice
            """
            .formatted(name, domain))
        .users()
        .getFirst();
  }

  /** The domain with these listeners, one YAML flow map each. */
  static ServerShape listening(String... listeners) {
    return Shapes.of(
        DOMAIN.replace(
            "server: {}", "server: {listeners: [" + String.join(", ", listeners) + "]}"));
  }

  private static io.mailhelm.compiler.read.Resources read(String yaml) {
    return ResourceReader.read(List.of(new ResourceSource("declared.yaml", yaml)));
  }
}
