package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.Owners;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Brings objects to their desired state by server-side apply, and writes nothing where they are in
 * it already. Fields that we set are set back. Of those that only others set, some are removed
 * ({@link Additions}) and the rest is left alone.
 */
public final class Applier {
  private static final Logger LOG = Logger.getLogger(Applier.class);
  private static final int CONFLICT = 409;
  private static final PatchContext MERGE =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(Labels.OPERATOR)
          .build();

  private final Context<MailDomain> context;
  private final Informers informers;

  public Applier(Context<MailDomain> context, Informers informers) {
    this.context = context;
    this.informers = informers;
  }

  /** Applies an object of a type that is watched. For Secrets see {@link #applySecret}. */
  @SuppressWarnings("unchecked")
  public <R extends HasMetadata> void apply(R desired) {
    var source = informers.source((Class<R>) desired.getClass());
    var actual = source.get(ResourceID.fromResource(desired));
    if (actual.isEmpty()
        || !SSABasedGenericKubernetesResourceMatcher.getInstance()
            .matches(actual.get(), desired, context)) {
      context.resourceOperations().serverSideApply(desired, source);
    } else {
      Additions.withoutThem(actual.get()).ifPresent(patch -> remove(actual.get(), patch));
    }
  }

  /**
   * Patches only the version that was read: where somebody has changed it since, the pass begins
   * again.
   */
  private void remove(HasMetadata there, String patch) {
    LOG.infof(
        "%s %s in %s has something that is not Mailhelm's, which goes",
        there.getKind(), there.getMetadata().getName(), there.getMetadata().getNamespace());
    context.getClient().resource(there).patch(MERGE, patch);
  }

  /**
   * Brings a Secret to its desired state, unless somebody else made it.
   *
   * @return whether it is in that state now; false: a Secret of somebody else is in the way
   */
  public boolean applySecret(Secret desired) {
    var metadata = desired.getMetadata();
    var there = secret(metadata.getNamespace(), metadata.getName());
    if (there.isEmpty()) {
      // Not created: what was, keeps the owner it had when a successor applies its own.
      context.resourceOperations().serverSideApply(desired, informers.source(Secret.class));
    } else if (!isOurs(there.get(), desired)) {
      return false;
    } else if (!same(there.get(), desired)) {
      var pruned = withoutOtherKeys(there.get(), desired);
      if (!same(pruned, desired)) {
        replaceSecret(pruned, desired);
      }
    }
    return true;
  }

  /** Judges by its labels, or where somebody removed those, by its owner. */
  private static boolean isOurs(Secret there, Secret desired) {
    return Labels.areOurs(there)
        || desired.getMetadata().getOwnerReferences().stream()
            .anyMatch(owner -> Owners.owns(owner.getUid(), there));
  }

  /** Removes keys that somebody else has added, which server-side apply would leave. */
  private Secret withoutOtherKeys(Secret there, Secret desired) {
    var removed = new TreeMap<String, String>();
    Optional.ofNullable(there.getData()).orElse(Map.of()).keySet().stream()
        .filter(key -> !desired.getData().containsKey(key))
        .forEach(key -> removed.put(key, null));
    if (removed.isEmpty()) {
      return there;
    }
    var patch =
        Map.of(
            "metadata",
            Map.of(
                "uid",
                there.getMetadata().getUid(),
                "resourceVersion",
                there.getMetadata().getResourceVersion()),
            "data",
            removed);
    return context.getClient().resource(there).patch(MERGE, Serialization.asJson(patch));
  }

  /**
   * Replaces one of our Secrets, if it has not changed since it was read. Otherwise the API server
   * refuses and the pass begins again: a person may just have replaced what was read.
   *
   * @param there as it was read before {@code desired} was made
   * @throws KubernetesClientException of code 409 where it has changed by now
   */
  public void replaceSecret(Secret there, Secret desired) {
    context
        .resourceOperations()
        .serverSideApply(ConditionalWrites.of(desired, there), informers.source(Secret.class));
  }

  /**
   * The Secret of that name, whoever made it: as an informer saw it, or else read from the API
   * server.
   */
  public Optional<Secret> secret(String namespace, String name) {
    return informers
        .secret(namespace, name)
        .or(
            () ->
                Optional.ofNullable(
                    context.getClient().secrets().inNamespace(namespace).withName(name).get()));
  }

  /**
   * Creates an object that does not exist as far as is known. If it exists after all, it is left as
   * it is.
   *
   * @return what is there now
   */
  @SuppressWarnings("unchecked")
  public <R extends HasMetadata> R create(R desired) {
    try {
      return context
          .resourceOperations()
          .create(desired, informers.source((Class<R>) desired.getClass()));
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        throw e;
      }
      var there = context.getClient().resource(desired).get();
      if (there == null) {
        throw e; // it went in between: the pass begins again
      }
      return there;
    }
  }

  /**
   * Applies an object of a type that is installed and not watched. One of that name that somebody
   * else made is left as it is.
   */
  public void applyUnwatched(GenericKubernetesResource desired) {
    var resource = context.getClient().resource(desired);
    var actual = resource.get();
    if (actual == null
        || Owners.areSame(actual, desired)
            && !SSABasedGenericKubernetesResourceMatcher.<GenericKubernetesResource>getInstance()
                .matches(actual, desired, context)) {
      resource
          .fieldManager(context.getControllerConfiguration().fieldManager())
          .forceConflicts()
          .serverSideApply();
    }
  }

  /** Deletes an object of a type that is installed and not watched, where {@code owner} has one. */
  public void deleteUnwatched(String apiVersion, String kind, HasMetadata owner, String name) {
    var resource =
        context
            .getClient()
            .genericKubernetesResources(apiVersion, kind)
            .inNamespace(owner.getMetadata().getNamespace())
            .withName(name);
    var actual = resource.get();
    if (actual != null && Owners.isOwner(owner, actual)) {
      resource.delete();
    }
  }

  /** Deletes the Secret of that name where we made one, and it is as it was seen. */
  public void deleteSecret(String namespace, String name) {
    informers
        .secret(namespace, name)
        .filter(Labels::areOurs)
        .ifPresent(there -> ConditionalWrites.delete(context.getClient(), there));
  }

  /** A shard may be large: its octets are compared as they are. */
  private static boolean same(Secret actual, Secret desired) {
    return Objects.equals(actual.getData(), desired.getData())
        && contains(actual.getMetadata().getLabels(), desired.getMetadata().getLabels())
        && contains(actual.getMetadata().getAnnotations(), desired.getMetadata().getAnnotations())
        && List.copyOf(actual.getMetadata().getOwnerReferences())
            .equals(List.copyOf(desired.getMetadata().getOwnerReferences()));
  }

  private static boolean contains(Map<String, String> actual, Map<String, String> desired) {
    return Optional.ofNullable(actual)
        .orElse(Map.of())
        .entrySet()
        .containsAll(Optional.ofNullable(desired).orElse(Map.of()).entrySet());
  }
}
