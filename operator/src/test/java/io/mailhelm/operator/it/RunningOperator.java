package io.mailhelm.operator.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.mailhelm.operator.AdminGrants;
import io.mailhelm.operator.DomainGrants;
import io.mailhelm.operator.OperatorSettings;
import io.mailhelm.operator.PodGrants;
import io.mailhelm.operator.cluster.DeclaredMetadata;
import io.mailhelm.operator.cluster.ForeignSecrets;
import io.mailhelm.operator.desired.DefaultImage;
import io.mailhelm.operator.desired.ScrapeSettings;
import io.mailhelm.operator.maildomain.MailDomainReconciler;
import io.mailhelm.operator.mailuser.MailUserReconciler;
import io.mailhelm.operator.report.PassResults;
import io.mailhelm.operator.report.ReadyCounts;
import io.mailhelm.operator.report.ResourceMeters;
import io.mailhelm.operator.report.StatusWriter;
import io.mailhelm.operator.report.Transitions;
import io.mailhelm.operator.report.WatchedNamespaces;
import io.mailhelm.operator.rollout.HttpsPodClient;
import io.mailhelm.operator.sendpolicy.SendPolicyReconciler;
import io.mailhelm.operator.watch.ServerWatches;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The operator in this JVM, without Quarkus: the same reconcilers, watching one namespace. */
public final class RunningOperator implements AutoCloseable {
  /** What the chart allows that nobody told anything. */
  static final AdminGrants NOTHING =
      new AdminGrants(
          new DomainGrants(List.of()), List.of("mailhelm/smtp-server"), false, PodGrants.NONE);

  /** That MailDomains say whom the operator asks, too. */
  static final AdminGrants ASKING =
      new AdminGrants(
          new DomainGrants(List.of()), List.of("mailhelm/smtp-server"), true, PodGrants.NONE);

  private final KubernetesClient client;
  private final Operator operator;
  private final Runnable beside;
  private final MeterRegistry registry;

  private RunningOperator(
      KubernetesClient client, Operator operator, Runnable beside, MeterRegistry registry) {
    this.client = client;
    this.operator = operator;
    this.beside = beside;
    this.registry = registry;
  }

  /** A client that reads as the operator's does. */
  static KubernetesClient client(Config config) {
    var mapper = new ObjectMapper().registerModule(new DeclaredMetadata());
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(new KubernetesSerialization(mapper, true))
        .build();
  }

  /** As an administrator. */
  public static RunningOperator in(KubeApi api) {
    return in(api, api.config(), Clock.systemUTC());
  }

  /**
   * @param config who it is to the API server
   * @param clock its time
   */
  public static RunningOperator in(KubeApi api, Config config, Clock clock) {
    return with(client(config), api, clock, any -> {});
  }

  /** One that asks what a test says. */
  public static RunningOperator in(KubeApi api, Outside outside) {
    return with(
        client(api.config()),
        Clock.systemUTC(),
        any -> {},
        outside,
        NOTHING,
        Set.of(api.namespace()));
  }

  /**
   * @param client its own; closed with it
   * @param more of its configuration
   */
  public static RunningOperator with(
      KubernetesClient client,
      KubeApi api,
      Clock clock,
      Consumer<ConfigurationServiceOverrider> more) {
    return with(client, clock, more, Outside.EMPTY, NOTHING, Set.of(api.namespace()));
  }

  /** One that watches other namespaces too, and that an administrator has told more. */
  static RunningOperator in(KubeApi api, AdminGrants allowed, Outside outside, KubeApi... others) {
    var namespaces = new HashSet<>(Set.of(api.namespace()));
    for (var other : others) {
      namespaces.add(other.namespace());
    }
    return with(client(api.config()), Clock.systemUTC(), any -> {}, outside, allowed, namespaces);
  }

  /**
   * One that watches another namespace too.
   *
   * @param config who it is to the API server
   */
  static RunningOperator in(KubeApi api, Config config, KubeApi other) {
    return with(
        client(config),
        Clock.systemUTC(),
        any -> {},
        Outside.EMPTY,
        NOTHING,
        Set.of(api.namespace(), other.namespace()));
  }

  /** One with another default image, that upgrades so many servers at once. */
  static RunningOperator of(KubeApi api, String image, int atOnce) {
    return with(
        client(api.config()),
        Clock.systemUTC(),
        any -> {},
        Outside.EMPTY,
        NOTHING,
        Set.of(api.namespace()),
        image,
        atOnce);
  }

  private static RunningOperator with(
      KubernetesClient client,
      Clock clock,
      Consumer<ConfigurationServiceOverrider> more,
      Outside outside,
      AdminGrants allowed,
      Set<String> namespaces) {
    return with(client, clock, more, outside, allowed, namespaces, "mailhelm/smtp-server:test", 2);
  }

  private static RunningOperator with(
      KubernetesClient client,
      Clock clock,
      Consumer<ConfigurationServiceOverrider> more,
      Outside outside,
      AdminGrants allowed,
      Set<String> namespaces,
      String image,
      int atOnce) {
    var operator =
        new Operator(
            overrider -> {
              overrider
                  .withKubernetesClient(client)
                  .withCloseClientOnStop(false)
                  // As in application.properties.
                  .withStopOnInformerErrorDuringStartup(false)
                  .withCacheSyncTimeout(Duration.ofSeconds(5))
                  .checkingCRDAndValidateLocalModel(false);
              more.accept(overrider);
            });
    var snapshots = new PassResults();
    var foreign = new ForeignSecrets(client);
    var registry = new SimpleMeterRegistry();
    var counts = new ReadyCounts(registry);
    var watched = new WatchedNamespaces(client, registry);
    var statuses =
        new StatusWriter(
            client, new Transitions(client, clock), new ResourceMeters(registry), counts);
    var settings =
        new OperatorSettings(
            new DefaultImage(image, "IfNotPresent"),
            "mail-system",
            outside.resolvers(),
            allowed,
            ScrapeSettings.DEFAULT,
            new OperatorSettings.Upgrades(atOnce, 2));
    var watches =
        new ServerWatches(client, outside.lookups(clock), snapshots::ring, registry, clock);
    operator.register(
        new MailDomainReconciler(
            client,
            new HttpsPodClient(),
            foreign,
            snapshots,
            statuses,
            watched,
            watches,
            settings,
            clock),
        any -> any.settingNamespaces(namespaces));
    operator.register(
        new MailUserReconciler(client, foreign, snapshots, statuses, watched, clock),
        any -> any.settingNamespaces(namespaces));
    operator.register(
        new SendPolicyReconciler(snapshots, statuses, watched, clock),
        any -> any.settingNamespaces(namespaces));
    operator.start();
    return new RunningOperator(
        client,
        operator,
        () -> {
          watches.close();
          counts.close();
          watched.close();
        },
        registry);
  }

  /** What it measures. */
  MeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    operator.stop();
    beside.run();
    client.close();
  }
}
