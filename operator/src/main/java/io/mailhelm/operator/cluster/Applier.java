package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.crds.MailDomain;
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

  /** Applies an object of a type that is watched. */
  @SuppressWarnings("unchecked")
  public <R extends HasMetadata> void apply(R desired) {
    var source = informers.source((Class<R>) desired.getClass());
    var actual = source.get(ResourceID.fromResource(desired));
    if (actual.isEmpty() || !matches(actual.get(), desired)) {
      context.resourceOperations().serverSideApply(desired, source);
    }
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
      return context.getClient().resource(desired).get();
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

  /** Deletes the Secret of that name where there is one. */
  public void deleteSecret(String namespace, String name) {
    if (informers.secret(namespace, name).isPresent()) {
      context.getClient().secrets().inNamespace(namespace).withName(name).delete();
    }
  }

  private boolean matches(HasMetadata actual, HasMetadata desired) {
    // A shard may be large: its octets are compared as they are.
    return actual instanceof Secret secret
        ? sameSecret(secret, (Secret) desired)
        : SSABasedGenericKubernetesResourceMatcher.getInstance().matches(actual, desired, context);
  }

  private static boolean sameSecret(Secret actual, Secret desired) {
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
