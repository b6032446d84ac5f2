package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.DataClaim;
import io.mailhelm.operator.desired.Names;
import io.mailhelm.operator.desired.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Volumes that grow. A StatefulSet's claim template cannot be changed: the claims are patched, and
 * the StatefulSet is deleted without its pods and made again, in that order, so that a crash in
 * between leaves something the next pass completes.
 */
final class Storage {
  private static final String REQUEST = "storage";

  private final KubernetesClient client;
  private final Informers informers;

  Storage(KubernetesClient client, Informers informers) {
    this.client = client;
    this.informers = informers;
  }

  /** What of a declaration the volumes that are there do not allow; nothing is touched. */
  List<Problem> problems(MailDomain domain) {
    var problems = new ArrayList<Problem>();
    var wanted = DataClaim.size(domain);
    for (var claim : informers.claims(domain)) {
      var name = claim.getMetadata().getName();
      var has = request(claim);
      if (compare(wanted, has) < 0) {
        problems.add(
            refused(
                domain,
                "size",
                "volumes never shrink, and claim %s has %s: ask for that or more"
                    .formatted(name, has)));
      } else if (compare(wanted, has) > 0 && !mayGrow(claim)) {
        problems.add(
            refused(
                domain,
                "size",
                "the StorageClass of claim %s, which has %s, does not let volumes grow: set allowVolumeExpansion on it"
                    .formatted(name, has)));
      }
      DataClaim.storageClass(domain)
          .filter(declared -> !declared.equals(claim.getSpec().getStorageClassName()))
          .ifPresent(
              declared ->
                  problems.add(
                      refused(
                          domain,
                          "storageClassName",
                          "claim %s is of class %s, and mail cannot move by itself: keep that"
                              .formatted(name, claim.getSpec().getStorageClassName()))));
    }
    return problems;
  }

  /**
   * Lets the claims grow to what is declared, and takes away a StatefulSet whose template of claims
   * says something else.
   *
   * @return whether the StatefulSet is going, and can be made again only once it is gone
   */
  boolean grow(Shape shape) {
    var wanted = DataClaim.size(shape.domain());
    for (var claim : informers.claims(shape.domain())) {
      if (compare(wanted, request(claim)) > 0) {
        client
            .persistentVolumeClaims()
            .inNamespace(claim.getMetadata().getNamespace())
            .withName(claim.getMetadata().getName())
            .patch(PatchContext.of(PatchType.JSON_MERGE), request(wanted));
      }
    }
    var outdated =
        informers
            .statefulSet(shape.domain())
            .filter(set -> template(set).filter(claim -> !agrees(claim, shape)).isPresent());
    if (outdated.filter(set -> set.getMetadata().getDeletionTimestamp() == null).isPresent()) {
      deleteWithoutPods(shape.domain());
    }
    return outdated.isPresent();
  }

  private void deleteWithoutPods(MailDomain domain) {
    client
        .apps()
        .statefulSets()
        .inNamespace(domain.getMetadata().getNamespace())
        .withName(Names.smtp(Names.of(domain)))
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
  }

  private boolean mayGrow(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getStorageClassName())
        .map(name -> client.storage().v1().storageClasses().withName(name).get())
        .map(storage -> Boolean.TRUE.equals(storage.getAllowVolumeExpansion()))
        .orElse(false);
  }

  private static PersistentVolumeClaim request(Quantity size) {
    return new PersistentVolumeClaimBuilder()
        .withNewSpec()
        .withNewResources()
        .addToRequests(REQUEST, size)
        .endResources()
        .endSpec()
        .build();
  }

  private static Quantity request(PersistentVolumeClaim claim) {
    return claim.getSpec().getResources().getRequests().get(REQUEST);
  }

  private static Optional<PersistentVolumeClaim> template(StatefulSet set) {
    return set.getSpec().getVolumeClaimTemplates().stream().findFirst();
  }

  /** The API server takes no other template, not even one that says what the claims have anyway. */
  private static boolean agrees(PersistentVolumeClaim template, Shape shape) {
    return compare(DataClaim.size(shape.domain()), request(template)) == 0
        && DataClaim.storageClass(shape.domain())
            .equals(Optional.ofNullable(template.getSpec().getStorageClassName()));
  }

  private static int compare(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount());
  }

  private static Problem refused(MailDomain domain, String field, String message) {
    return new Problem(
        Problem.Severity.Error,
        Reason.ImmutableField,
        ResourceReader.ref(domain),
        "spec.server.storage." + field,
        message);
  }
}
