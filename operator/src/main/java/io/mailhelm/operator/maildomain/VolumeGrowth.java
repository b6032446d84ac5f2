package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.cluster.RefusedWrite;
import io.mailhelm.operator.desired.Annotations;
import io.mailhelm.operator.desired.DataClaim;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.ServerShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Enlarges volumes to the declared size, as far as they allow it. The declaration is compared with
 * the claims that exist, not with the declaration before, so that a request made in vain can be
 * taken back. What cannot be done stops nothing else.
 *
 * <p>A StatefulSet's claim template cannot be changed: the claims are patched, and the StatefulSet
 * is deleted without its pods and made again, in that order, so that a crash in between leaves
 * something the next pass completes.
 */
final class VolumeGrowth {
  private static final String REQUEST = "storage";

  private final KubernetesClient client;
  private final Informers informers;

  VolumeGrowth(KubernetesClient client, Informers informers) {
    this.client = client;
    this.informers = informers;
  }

  /**
   * The result of comparing a declaration with the claims.
   *
   * @param volume what the claim template is to say: the declared volume, or that of the claims
   * @param cannot sentences on what of the declaration the claims do not allow
   */
  record Plan(DataClaim.Volume volume, List<String> cannot) {}

  /** Compares the declaration with the claims; writes nothing. */
  Plan plan(MailDomain domain) {
    var declared = DataClaim.declared(domain);
    var claims = informers.claims(domain);
    var cannot = new ArrayList<String>();
    var size = declared.size();
    for (var claim : claims) {
      size.flatMap(wanted -> obstacle(wanted, claim)).ifPresent(cannot::add);
    }
    if (!claims.isEmpty() && (size.isEmpty() || !cannot.isEmpty())) {
      size = largest(claims);
    }
    var storageClass = declared.storageClass();
    for (var claim : claims) {
      var has = Optional.ofNullable(claim.getSpec().getStorageClassName());
      if (declared.storageClass().isPresent() && !declared.storageClass().equals(has)) {
        cannot.add(
            "claim %s is of StorageClass %s, and mail cannot move by itself: write that, or remove storageClassName"
                .formatted(claim.getMetadata().getName(), has.orElse("(none)")));
        storageClass = has;
      }
    }
    return new Plan(new DataClaim.Volume(size, storageClass), cannot);
  }

  /**
   * Enlarges the claims to the planned size, and deletes a StatefulSet whose claim template
   * differs.
   *
   * @return the API server's words of refusal; empty: it refuses nothing
   */
  Optional<String> grow(MailDomain domain, Plan plan) {
    for (var claim : informers.claims(domain)) {
      var wanted = plan.volume().size();
      if (wanted.isPresent() && compare(wanted.get(), request(claim)) > 0) {
        var refused = RefusedWrite.of(() -> grow(claim, wanted.get()));
        if (refused.isPresent()) {
          return refused.map(
              words ->
                  "claim %s cannot grow to %s: %s"
                      .formatted(claim.getMetadata().getName(), wanted.get(), words));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Deletes a StatefulSet, without its pods, whose claim template differs from this shape.
   *
   * @return as it was, while it is going: it can be made again only once it is gone
   */
  Optional<StatefulSet> replaceTemplate(ServerShape shape) {
    var outdated =
        informers
            .statefulSet(shape.domain())
            .filter(set -> template(set).filter(claim -> !agrees(claim, shape)).isPresent());
    if (outdated.filter(set -> set.getMetadata().getDeletionTimestamp() == null).isPresent()) {
      deleteWithoutPods(shape.domain());
    }
    return outdated;
  }

  /**
   * Whether the pods must not be replaced: a claim that is being deleted goes with its pod, and the
   * mail with it. A person first saves the mail, then ends that pod.
   */
  boolean holdsPods(MailDomain domain) {
    var pods =
        informers.everyPod(domain).stream()
            .map(pod -> DataClaim.of(pod.getMetadata().getName()))
            .collect(Collectors.toSet());
    return informers.statefulSet(domain).isPresent()
        && informers.claims(domain).stream()
            .filter(claim -> claim.getMetadata().getDeletionTimestamp() != null)
            .anyMatch(claim -> pods.contains(claim.getMetadata().getName()));
  }

  /**
   * Marks claims as kept, where nobody has set that otherwise. Not in the claim template: the API
   * server does not let it change on an existing StatefulSet.
   */
  void mark(MailDomain domain) {
    for (var claim : informers.claims(domain)) {
      var there = Objects.requireNonNullElse(claim.getMetadata().getAnnotations(), Map.of());
      var missing = new TreeMap<>(Annotations.KEPT);
      missing.keySet().removeAll(there.keySet());
      if (!missing.isEmpty()) {
        // One that may not be marked is a claim all the same.
        RefusedWrite.of(() -> patch(claim, marked(missing)));
      }
    }
  }

  private void grow(PersistentVolumeClaim claim, Quantity wanted) {
    patch(claim, request(wanted));
  }

  private void patch(PersistentVolumeClaim claim, PersistentVolumeClaim change) {
    client
        .persistentVolumeClaims()
        .inNamespace(claim.getMetadata().getNamespace())
        .withName(claim.getMetadata().getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private static PersistentVolumeClaim marked(Map<String, String> annotations) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withAnnotations(annotations)
        .endMetadata()
        .build();
  }

  private void deleteWithoutPods(MailDomain domain) {
    client
        .apps()
        .statefulSets()
        .inNamespace(domain.getMetadata().getNamespace())
        .withName(ObjectNames.smtp(ObjectNames.of(domain)))
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
  }

  private Optional<String> obstacle(Quantity wanted, PersistentVolumeClaim claim) {
    var name = claim.getMetadata().getName();
    var has = request(claim);
    if (compare(wanted, has) < 0) {
      return Optional.of(
          "volumes never shrink, and claim %s has %s: write that or more, or remove size"
              .formatted(name, has));
    }
    if (compare(wanted, has) == 0) {
      return Optional.empty();
    }
    try {
      return mayGrow(claim)
          ? Optional.empty()
          : Optional.of(
              "the StorageClass of claim %s, which has %s, does not let volumes grow: write that, or set allowVolumeExpansion on the class"
                  .formatted(name, has));
    } catch (KubernetesClientException e) {
      if (!RefusedWrite.is(e)) {
        throw e;
      }
      return Optional.of(
          "whether claim %s, which has %s, may grow is not known, and it stays as it is: %s"
              .formatted(name, has, RefusedWrite.words(e)));
    }
  }

  private boolean mayGrow(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getStorageClassName())
        .map(name -> client.storage().v1().storageClasses().withName(name).get())
        .map(storage -> Boolean.TRUE.equals(storage.getAllowVolumeExpansion()))
        .orElse(false);
  }

  private static Optional<Quantity> largest(List<PersistentVolumeClaim> claims) {
    return claims.stream()
        .map(VolumeGrowth::request)
        .max(Comparator.comparing(Quantity::getNumericalAmount));
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

  /**
   * The requested size. A claim without a request has some size all the same, and it is not known.
   */
  private static Quantity request(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getResources())
        .map(resources -> resources.getRequests())
        .map(requests -> requests.get(REQUEST))
        .orElse(new Quantity("0"));
  }

  private static Optional<PersistentVolumeClaim> template(StatefulSet set) {
    return set.getSpec().getVolumeClaimTemplates().stream().findFirst();
  }

  /**
   * Whether the templates agree in all that matters. The API server refuses a changed template,
   * even one that says what the claims have anyway.
   */
  private static boolean agrees(PersistentVolumeClaim template, ServerShape shape) {
    return compare(shape.volume().sizeOrDefault(), request(template)) == 0
        && shape
            .volume()
            .storageClass()
            .equals(Optional.ofNullable(template.getSpec().getStorageClassName()));
  }

  private static int compare(Quantity one, Quantity other) {
    return one.getNumericalAmount().compareTo(other.getNumericalAmount());
  }
}
