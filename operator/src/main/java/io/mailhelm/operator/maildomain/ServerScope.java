package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.ObjectNames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All resources that live on one MailDomain's servers.
 *
 * @param domains the MailDomain itself and those that it hosts
 * @param users theirs
 * @param policies theirs
 */
record ServerScope(List<MailDomain> domains, List<MailUser> users, List<SendPolicy> policies) {

  /** What lives on the servers of {@code host}. */
  static ServerScope ofServer(MailDomain host, Informers informers) {
    var hosted =
        informers
            .domains(host.getMetadata().getNamespace())
            .filter(domain -> isHosted(domain, ObjectNames.of(host)));
    return of(Stream.concat(Stream.of(host), hosted).toList(), informers);
  }

  /** A domain whose declared host does not exist or has no servers, and that host if it exists. */
  static ServerScope ofStray(MailDomain domain, Informers informers) {
    var host =
        informers.domain(domain.getMetadata().getNamespace(), domain.getSpec().serverRef().name());
    return of(Stream.concat(Stream.of(domain), host.stream()).toList(), informers);
  }

  private static ServerScope of(List<MailDomain> domains, Informers informers) {
    var namespace = domains.getFirst().getMetadata().getNamespace();
    var names = domains.stream().map(ObjectNames::of).collect(Collectors.toSet());
    return new ServerScope(
        domains, informers.users(namespace, names), informers.policies(namespace, names));
  }

  private static boolean isHosted(MailDomain domain, String host) {
    var ref = domain.getSpec().serverRef();
    return ref != null && ref.name().equals(host);
  }

  /** All of these resources. */
  Stream<HasMetadata> all() {
    return Stream.of(domains, users, policies).flatMap(List::stream);
  }

  /** The generation of each of these resources. */
  Map<ResourceRef, Long> generations() {
    var generations = new HashMap<ResourceRef, Long>();
    all()
        .forEach(
            resource ->
                generations.put(
                    ResourceReader.ref(resource),
                    Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L)));
    return generations;
  }
}
