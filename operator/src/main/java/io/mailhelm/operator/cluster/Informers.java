package io.mailhelm.operator.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.EventSourceStartPriority;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.SecretName;
import io.mailhelm.config.DomainName;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.desired.Owners;
import io.mailhelm.operator.desired.ServerParts;
import io.mailhelm.operator.desired.UserSecret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The API server's objects as informers last saw them, and the MailDomain to reconcile after each
 * change: the one whose servers it is about. All of it is in sync before the first MailDomain is
 * reconciled, so that no object that has not been seen yet is taken for deleted.
 */
public final class Informers {
  private static final String BY_SECRET = "secret";
  private static final String BY_DOMAIN = "domain";
  private static final String BY_HOSTNAME = "hostname";
  private static final String OURS = Labels.MANAGED_BY + "=" + Labels.OPERATOR;

  /** Selects Secrets that somebody else made and marked as ours to read. */
  private static final String MARKED =
      "%s,%s!=%s".formatted(SecretUse.LABEL, Labels.MANAGED_BY, Labels.OPERATOR);

  /**
   * Selects what StatefulSets make of a template: it has the template's labels, but no managed-by.
   */
  private static final String OF_OURS =
      "%s=mailhelm,%s=smtp-server".formatted(Labels.NAME, Labels.COMPONENT);

  private static final long KIB = 1024;

  /** The largest Secret that an API server accepts: 1 MiB, in base64, and its annotations. */
  private static final long LARGEST = 2048 * KIB;

  /** A part of a config is at most 900 KiB, and a server has 80 of them. */
  private static final long OURS_OF_NAMESPACE = 128 * 1024 * KIB;

  /** A password, a key, a certificate with its chain. */
  private static final long MARKED_AT_MOST = 256 * KIB;

  private static final long MARKED_OF_NAMESPACE = 16 * 1024 * KIB;

  /** What an API server sends at once may be as large as it takes objects. */
  public static final long PAGE = 20;

  private final EventSourceContext<MailDomain> context;
  private final IndexerResourceCache<MailDomain> domains;
  private final InformerEventSource<MailUser, MailDomain> users;
  private final InformerEventSource<SendPolicy, MailDomain> policies;
  private final InformerEventSource<Secret, MailDomain> secrets;
  private final InformerEventSource<Secret, MailDomain> marked;
  private final InformerEventSource<Pod, MailDomain> pods;
  private final InformerEventSource<StatefulSet, MailDomain> statefulSets;
  private final InformerEventSource<Service, MailDomain> services;
  private final InformerEventSource<PersistentVolumeClaim, MailDomain> claims;
  private final InformerEventSource<PodDisruptionBudget, MailDomain> budgets;
  private final InformerEventSource<NetworkPolicy, MailDomain> networkPolicies;

  public Informers(EventSourceContext<MailDomain> context) {
    this.context = context;
    this.domains = context.getPrimaryCache();
    domains.addIndexers(
        Map.of(
            BY_DOMAIN,
            domain -> ClaimedNames.domain(domain).map(DomainName::ascii).stream().toList(),
            BY_HOSTNAME,
            domain -> ClaimedNames.hostname(domain).map(DomainName::ascii).stream().toList()));
    this.users =
        source(
            configuration(MailUser.class)
                .withSecondaryToPrimaryMapper(
                    user -> servers(user, user.getSpec().domainRef().name()))
                .withInformerListLimit(PAGE)
                .withOnUpdateFilter(new DeclarationFilter()));
    users.addIndexers(
        Map.of(
            BY_SECRET,
            user ->
                List.of(
                    new SecretName(
                            user.getMetadata().getNamespace(), ObjectNames.passwordSecret(user))
                        .toString())));
    this.policies =
        source(
            configuration(SendPolicy.class)
                .withSecondaryToPrimaryMapper(
                    policy -> servers(policy, policy.getSpec().domainRef().name()))
                .withInformerListLimit(PAGE)
                .withOnUpdateFilter(new DeclarationFilter()));
    policies.addIndexers(
        Map.of(
            BY_SECRET, policy -> Requirements.logins(policy).map(SecretName::toString).toList()));
    // Who is concerned by a Secret is looked up there: they are in sync before any is seen.
    users.setEventSourcePriority(EventSourceStartPriority.RESOURCE_STATE_LOADER);
    policies.setEventSourcePriority(EventSourceStartPriority.RESOURCE_STATE_LOADER);
    this.secrets =
        source(
            configuration(Secret.class)
                .withSecondaryToPrimaryMapper(this::concerned)
                .withInformerListLimit(PAGE)
                .withLabelSelector(OURS),
            () -> new SecretStore(LARGEST, OURS_OF_NAMESPACE));
    this.marked =
        source(
            configuration(Secret.class)
                .withName("MarkedSecret")
                .withSecondaryToPrimaryMapper(this::concerned)
                .withInformerListLimit(PAGE)
                .withLabelSelector(MARKED),
            () -> new SecretStore(MARKED_AT_MOST, MARKED_OF_NAMESPACE));
    this.pods = source(made(Pod.class, OF_OURS));
    this.statefulSets = source(made(StatefulSet.class, OURS));
    this.services = source(made(Service.class, OURS));
    this.claims = source(made(PersistentVolumeClaim.class, OF_OURS));
    this.budgets = source(made(PodDisruptionBudget.class, OURS));
    this.networkPolicies = source(made(NetworkPolicy.class, OURS));
  }

  /** All event sources, for the controller to start. */
  public List<EventSource<?, MailDomain>> sources() {
    return List.of(
        users,
        policies,
        secrets,
        marked,
        pods,
        statefulSets,
        services,
        claims,
        budgets,
        networkPolicies);
  }

  /** The MailDomain of that name. */
  public Optional<MailDomain> domain(String namespace, String name) {
    return domains.get(new ResourceID(name, namespace));
  }

  /** The MailDomains of a namespace. */
  public Stream<MailDomain> domains(String namespace) {
    return domains.list(namespace);
  }

  /** The MailDomains of all namespaces that are watched with this {@code spec.domain}. */
  public Stream<MailDomain> withDomain(DomainName name) {
    return domains.byIndex(BY_DOMAIN, name.ascii()).stream();
  }

  /** The MailDomains of all namespaces that are watched that declare this host name. */
  public Stream<MailDomain> withHostname(DomainName name) {
    return domains.byIndex(BY_HOSTNAME, name.ascii()).stream();
  }

  /** The MailUsers of these domains of a namespace. */
  public List<MailUser> users(String namespace, Set<String> domainNames) {
    return users
        .list(namespace, user -> domainNames.contains(user.getSpec().domainRef().name()))
        .toList();
  }

  /** The SendPolicies of these domains of a namespace. */
  public List<SendPolicy> policies(String namespace, Set<String> domainNames) {
    return policies
        .list(namespace, policy -> domainNames.contains(policy.getSpec().domainRef().name()))
        .toList();
  }

  /** The Secret of that name, if it is one of ours or marked for a use: no other is ever read. */
  public Optional<Secret> secret(String namespace, String name) {
    return seen(namespace, name)
        .flatMap(
            there ->
                SecretStore.isBeyondShare(there)
                    ? Optional.ofNullable(
                        context.getClient().secrets().inNamespace(namespace).withName(name).get())
                    : Optional.of(there));
  }

  /** The kept passwords of users of a MailDomain, whether those users still exist or not. */
  public List<Secret> keptPasswords(MailDomain domain) {
    return UserSecret.originals(
        secrets.list(
            domain.getMetadata().getNamespace(), secret -> UserSecret.isKeptOf(secret, domain)));
  }

  /** The resource version of that Secret, as informers saw it; no request is made. */
  public Optional<String> version(String namespace, String name) {
    return seen(namespace, name)
        .map(Secret::getMetadata)
        .map(metadata -> metadata.getUid() + "/" + metadata.getResourceVersion());
  }

  /** Why an existing and marked Secret is not read; empty: it is read, or does not exist. */
  public Optional<String> refused(String namespace, String name) {
    return seen(namespace, name).flatMap(SecretStore::refused);
  }

  private Optional<Secret> seen(String namespace, String name) {
    var id = new ResourceID(name, namespace);
    return secrets.get(id).or(() -> marked.get(id));
  }

  /** The object of that kind and name, if it is one that is watched. */
  public <R extends HasMetadata> Optional<R> object(Class<R> kind, String namespace, String name) {
    return source(kind).get(new ResourceID(name, namespace));
  }

  /** The pods of a MailDomain's servers, without those that are being deleted. */
  public List<Pod> pods(MailDomain host) {
    return everyPod(host).stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  /** The same, with those that are being deleted. */
  public List<Pod> everyPod(MailDomain host) {
    return pods.list(host.getMetadata().getNamespace(), pod -> ServerParts.isPod(pod, host))
        .toList();
  }

  /** The claims of a MailDomain's volumes. */
  public List<PersistentVolumeClaim> claims(MailDomain host) {
    return claims
        .list(host.getMetadata().getNamespace(), claim -> ServerParts.isClaim(claim, host))
        .toList();
  }

  /** The StatefulSet of a MailDomain's servers. */
  public Optional<StatefulSet> statefulSet(MailDomain host) {
    return statefulSets.get(
        new ResourceID(ObjectNames.smtp(ObjectNames.of(host)), host.getMetadata().getNamespace()));
  }

  /**
   * The StatefulSets of all namespaces that are watched; those just written as they were written.
   */
  public Stream<StatefulSet> statefulSets() {
    return statefulSets.keys().flatMap(id -> statefulSets.get(id).stream());
  }

  /** The MailDomain whose servers a StatefulSet of ours runs. */
  public Optional<MailDomain> owner(StatefulSet set) {
    return made(set).stream().flatMap(id -> domains.get(id).stream()).findFirst();
  }

  /** The SMTP Service of a MailDomain's servers. */
  public Optional<Service> smtpService(MailDomain host) {
    return services.get(
        new ResourceID(ObjectNames.smtp(ObjectNames.of(host)), host.getMetadata().getNamespace()));
  }

  /** The event source for objects of this type that we make. */
  @SuppressWarnings("unchecked")
  <R extends HasMetadata> InformerEventSource<R, MailDomain> source(Class<R> type) {
    return (InformerEventSource<R, MailDomain>)
        sources().stream()
            .filter(source -> source.resourceType().equals(type))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("nobody watches " + type));
  }

  /** The MailDomain whose servers a resource of the MailDomain {@code domainName} is about. */
  public ResourceID host(String namespace, String domainName) {
    return domain(namespace, domainName)
        .map(domain -> domain.getSpec().serverRef())
        .map(ref -> new ResourceID(ref.name(), namespace))
        .orElse(new ResourceID(domainName, namespace));
  }

  private Set<ResourceID> servers(HasMetadata resource, String domainName) {
    return Set.of(host(resource.getMetadata().getNamespace(), domainName));
  }

  /**
   * The MailDomains to reconcile: a Secret that we made names its own; for others, those whose
   * resources refer to it.
   */
  private Set<ResourceID> concerned(Secret secret) {
    var namespace = secret.getMetadata().getNamespace();
    var name = secret.getMetadata().getName();
    var named =
        users.byIndex(BY_SECRET, new SecretName(namespace, name).toString()).stream()
            .map(user -> host(namespace, user.getSpec().domainRef().name()));
    var relays =
        policies.byIndex(BY_SECRET, new SecretName(namespace, name).toString()).stream()
            .map(policy -> host(namespace, policy.getSpec().domainRef().name()));
    var keys =
        domains
            .list(
                namespace,
                domain ->
                    ObjectNames.tlsSecret(domain).equals(name)
                        || Requirements.dkim(domain).secret().name().equals(name)
                        || Requirements.trust(domain)
                            .filter(trust -> trust.name().equals(name))
                            .isPresent())
            .map(domain -> host(namespace, ObjectNames.of(domain)));
    return Stream.of(named, relays, keys, made(secret).stream())
        .flatMap(any -> any)
        .collect(Collectors.toSet());
  }

  /**
   * The MailDomains to reconcile, by owner and by labels, so that it is noticed if somebody removes
   * one of the two.
   */
  private static Set<ResourceID> made(HasMetadata object) {
    var namespace = object.getMetadata().getNamespace();
    var names = Owners.domain(object).stream().collect(Collectors.toCollection(TreeSet::new));
    var labels = object.getMetadata().getLabels();
    if (labels != null && labels.containsKey(Labels.INSTANCE) && isOurs(labels)) {
      names.add(labels.get(Labels.INSTANCE));
    }
    return names.stream().map(name -> new ResourceID(name, namespace)).collect(Collectors.toSet());
  }

  private static boolean isOurs(Map<String, String> labels) {
    return "mailhelm".equals(labels.get(Labels.NAME))
        || Labels.OPERATOR.equals(labels.get(Labels.MANAGED_BY));
  }

  private <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> made(
      Class<R> type, String labels) {
    SecondaryToPrimaryMapper<R> mapper = Informers::made;
    return configuration(type)
        .withSecondaryToPrimaryMapper(mapper)
        .withLabelSelector(labels)
        .withInformerListLimit(PAGE);
  }

  private static <R extends HasMetadata> InformerEventSourceConfiguration.Builder<R> configuration(
      Class<R> type) {
    return InformerEventSourceConfiguration.from(type, MailDomain.class)
        .withName(type.getSimpleName())
        .withNamespacesInheritedFromController();
  }

  private <R extends HasMetadata> InformerEventSource<R, MailDomain> source(
      InformerEventSourceConfiguration.Builder<R> configuration) {
    return new InformerEventSource<>(configuration.build(), context);
  }

  private <R extends HasMetadata> InformerEventSource<R, MailDomain> source(
      InformerEventSourceConfiguration.Builder<R> configuration, Supplier<ItemStore<R>> store) {
    return new InformerEventSource<>(new StoreForEach<>(configuration.build(), store), context);
  }
}
