package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.mailhelm.crds.MailDomain;

/** The metadata of a MailDomain's objects. */
final class Metadata {
  private Metadata() {}

  /** Of what goes with the MailDomain. */
  static ObjectMeta owned(MailDomain domain, String name) {
    return new ObjectMetaBuilder(named(domain, name))
        .withOwnerReferences(Owners.of(domain))
        .build();
  }

  /** Of what is kept when the MailDomain goes: no owner reference. */
  static ObjectMeta retained(MailDomain domain, String name) {
    return new ObjectMetaBuilder(named(domain, name)).withAnnotations(Annotations.KEPT).build();
  }

  private static ObjectMeta named(MailDomain domain, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(domain.getMetadata().getNamespace())
        .withLabels(Labels.of(domain))
        .build();
  }
}
