package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.ForeignSecrets;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.ConfigSecrets;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.Owners;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds objects that have the names of a MailDomain's own objects but were made by somebody else.
 * Server-side apply would take them over, so nothing is written while there are any.
 */
final class NameConflicts {
  private final KubernetesClient client;
  private final Informers informers;
  private final ForeignSecrets foreign;

  NameConflicts(KubernetesClient client, Informers informers, ForeignSecrets foreign) {
    this.client = client;
    this.informers = informers;
    this.foreign = foreign;
  }

  /** A problem for each such object. */
  List<Problem> problems(MailDomain host) {
    var d = ObjectNames.of(host);
    var secrets = Stream.concat(watched(host), unwatched(host));
    var others =
        Stream.of(
                there(StatefulSet.class, host, ObjectNames.smtp(d)),
                there(Service.class, host, ObjectNames.smtp(d)),
                there(Service.class, host, ObjectNames.headless(d)),
                there(Service.class, host, ObjectNames.api(d)),
                there(NetworkPolicy.class, host, ObjectNames.smtp(d)),
                there(PodDisruptionBudget.class, host, ObjectNames.smtp(d)))
            .flatMap(Optional::stream);
    return Stream.<HasMetadata>concat(secrets, others)
        .filter(object -> !Labels.areOurs(object, d) && !Owners.isOwner(host, object))
        .map(object -> problem(host, object))
        .toList();
  }

  private Stream<Secret> watched(MailDomain host) {
    return ConfigSecrets.names(host).stream()
        .flatMap(name -> informers.secret(host.getMetadata().getNamespace(), name).stream());
  }

  /**
   * Secrets that informers do not see. Pods mount whatever Secret has such a name, so before there
   * are any pods all names are checked; later only those that a write has met.
   */
  private Stream<Secret> unwatched(MailDomain host) {
    var namespace = host.getMetadata().getNamespace();
    var names = ConfigSecrets.names(host);
    return informers.statefulSet(host).isPresent()
        ? names.stream().flatMap(name -> foreign.at(new SecretName(namespace, name)).stream())
        : foreign.of(namespace, Set.copyOf(names)).stream();
  }

  /** The object of that name, seen or not: informers see only what is labelled as ours. */
  private <R extends HasMetadata> Optional<R> there(Class<R> kind, MailDomain host, String name) {
    var namespace = host.getMetadata().getNamespace();
    return informers
        .object(kind, namespace, name)
        .or(
            () ->
                Optional.ofNullable(
                    client.resources(kind).inNamespace(namespace).withName(name).get()));
  }

  private static Problem problem(MailDomain host, HasMetadata object) {
    return new Problem(
        Problem.Severity.Error,
        object.getKind().equals("Secret") ? Reason.SecretConflict : Reason.ObjectConflict,
        ResourceReader.ref(host),
        "",
        "%s %s is there and is not Mailhelm's: rename it, or rename the MailDomain"
            .formatted(object.getKind(), object.getMetadata().getName()));
  }
}
