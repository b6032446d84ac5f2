package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
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

/**
 * Makes objects be as desired by server-side apply, and writes nothing where they are. Fields that
 * others set and we do not are left alone; those we set are taken back.
 */
public final class Applier {
  private static final int CONFLICT = 409;

  private final Context<MailDomain> context;
  private final Informers informers;

  public Applier(Context<MailDomain> context, Informers informers) {
    this.context = context;
    this.informers = informers;
  }

  /** Applies an object of a type that is watched, and is no Secret. */
  @SuppressWarnings("unchecked")
  public <R extends HasMetadata> void apply(R desired) {
    var source = informers.source((Class<R>) desired.getClass());
    var actual = source.get(ResourceID.fromResource(desired));
    if (actual.isEmpty()
        || !SSABasedGenericKubernetesResourceMatcher.getInstance()
            .matches(actual.get(), desired, context)) {
      context.resourceOperations().serverSideApply(desired, source);
    }
  }

  /**
   * Makes a Secret be as desired, but for one that somebody else made.
   *
   * @return whether it is so now; else one is in the way
   */
  public boolean applySecret(Secret desired) {
    var metadata = desired.getMetadata();
    var there = secret(metadata.getNamespace(), metadata.getName());
    if (there.isEmpty()) {
      // Not created: what was, keeps the owner it had when a successor applies its own.
      context.resourceOperations().serverSideApply(desired, informers.source(Secret.class));
    } else if (!Labels.areOurs(there.get())) {
      return false;
    } else if (!same(there.get(), desired)) {
      replaceSecret(there.get(), desired);
    }
    return true;
  }

  /**
   * Writes a Secret of ours that is as it was read. Where somebody has changed it since, the API
   * server refuses, and the pass begins again: what was read may be what a person has just
   * replaced.
   *
   * @param there as it was read before {@code desired} was made
   * @throws KubernetesClientException of code 409 where it is another by now
   */
  public void replaceSecret(Secret there, Secret desired) {
    context
        .resourceOperations()
        .serverSideApply(AsRead.of(desired, there), informers.source(Secret.class));
  }

  /** The Secret of that name, whoever made it: seen by an informer, or asked for by its name. */
  public Optional<Secret> secret(String namespace, String name) {
    return informers
        .secret(namespace, name)
        .or(
            () ->
                Optional.ofNullable(
                    context.getClient().secrets().inNamespace(namespace).withName(name).get()));
  }

  /**
   * Creates an object that is not there as far as is known. Where it is there after all, it is left
   * as it is.
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
        .ifPresent(there -> AsRead.delete(context.getClient(), there));
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
