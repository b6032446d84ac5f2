package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.cluster.Informers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the MailDomains that MailUsers or SendPolicies belong to. When one appears or is deleted,
 * the resources that belong to it are reconciled again.
 *
 * @param <P> the kind of the resources that belong to them
 */
public final class DomainLookup<P extends HasMetadata> {
  private final InformerEventSource<MailDomain, P> source;

  /**
   * @param domainOf the name of the MailDomain something belongs to
   */
  public DomainLookup(EventSourceContext<P> context, Function<P, String> domainOf) {
    var configuration =
        InformerEventSourceConfiguration.from(MailDomain.class, context.getPrimaryResourceClass())
            .withName("MailDomain")
            .withNamespacesInheritedFromController()
            .withInformerListLimit(Informers.PAGE)
            .withSecondaryToPrimaryMapper(
                domain -> {
                  var names = livingOn(domain);
                  return context
                      .getPrimaryCache()
                      .list(
                          domain.getMetadata().getNamespace(),
                          any -> names.contains(domainOf.apply(any)))
                      .map(ResourceID::fromResource)
                      .collect(Collectors.toSet());
                })
            .withOnUpdateFilter((after, before) -> !life(after).equals(life(before)))
            .build();
    this.source = new InformerEventSource<>(configuration, context);
  }

  /** The names of the MailDomain and of those that it hosts. */
  private Set<String> livingOn(MailDomain domain) {
    var name = domain.getMetadata().getName();
    return Stream.concat(
            Stream.of(name),
            source
                .list(
                    domain.getMetadata().getNamespace(),
                    any ->
                        any.getSpec().serverRef() != null
                            && any.getSpec().serverRef().name().equals(name))
                .map(any -> any.getMetadata().getName()))
        .collect(Collectors.toSet());
  }

  /**
   * The properties of a MailDomain on which it depends whether a pass deals with what belongs to
   * it.
   */
  private static List<Object> life(MailDomain domain) {
    return List.of(
        Optional.ofNullable(domain.getMetadata().getDeletionTimestamp()),
        StatusSubject.of(domain).paused());
  }

  /** The event source, for the controller to start. */
  public InformerEventSource<MailDomain, P> source() {
    return source;
  }

  /** The MailDomain of that name. */
  public Optional<MailDomain> named(String namespace, String name) {
    return source.get(new ResourceID(name, namespace));
  }

  /** The MailDomain with the servers that this one lives on: itself, or its host. */
  public Optional<MailDomain> host(MailDomain domain) {
    var ref = domain.getSpec().serverRef();
    return ref == null
        ? Optional.of(domain)
        : named(domain.getMetadata().getNamespace(), ref.name());
  }

  /** The result of the last pass over the servers of this MailDomain. */
  public Optional<PassResult> snapshot(MailDomain domain, PassResults snapshots) {
    return host(domain)
        .map(ResourceID::fromResource)
        .flatMap(snapshots::of)
        // One that has no host is a pass of its own.
        .or(() -> snapshots.of(ResourceID.fromResource(domain)));
  }
}
