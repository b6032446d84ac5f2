package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.mailhelm.crds.MailDomain;

/** Makes the metadata of a MailDomain's objects. */
final class Metadata {
  private Metadata() {}

  /** Metadata of an object that is deleted with its MailDomain. */
  static ObjectMeta owned(MailDomain domain, String name) {
    return new ObjectMetaBuilder(named(domain, name))
        .withOwnerReferences(Owners.of(domain))
        .build();
  }

  /**
   * Metadata of an object that is kept when its MailDomain is deleted: without an owner reference.
   */
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
