package io.mailhelm.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.mailhelm.operator.cluster.DeclaredMetadata;
import io.mailhelm.operator.cluster.ForeignSecrets;
import io.mailhelm.operator.desired.DefaultImage;
import io.mailhelm.operator.desired.ScrapeSettings;
import io.mailhelm.operator.report.EventTags;
import io.mailhelm.operator.report.PassResults;
import io.mailhelm.operator.report.ReadyCounts;
import io.mailhelm.operator.report.ResourceMeters;
import io.mailhelm.operator.report.StatusWriter;
import io.mailhelm.operator.report.Transitions;
import io.mailhelm.operator.report.WatchedNamespaces;
import io.mailhelm.operator.rollout.HttpsPodClient;
import io.mailhelm.operator.rollout.PodClient;
import io.mailhelm.operator.watch.ServerWatches;
import io.mailhelm.watch.NetworkLookups;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the operator's objects, from the settings in its pod's environment. */
class Wiring {
  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  OperatorSettings settings(
      @ConfigProperty(name = "mailhelm.server.image") String image,
      @ConfigProperty(name = "mailhelm.server.image.pull.policy", defaultValue = "IfNotPresent")
          String pullPolicy,
      @ConfigProperty(name = "pod.namespace") String namespace,
      @ConfigProperty(name = "mailhelm.dns.resolvers") Optional<List<String>> resolvers,
      @ConfigProperty(name = "mailhelm.allow.domains", defaultValue = "[]") String domains,
      @ConfigProperty(name = "mailhelm.allow.images") Optional<List<String>> images,
      @ConfigProperty(name = "mailhelm.allow.resolvers", defaultValue = "false")
          boolean resolversOfOthers,
      @ConfigProperty(name = "mailhelm.allow.pods", defaultValue = "{}") String pods,
      @ConfigProperty(name = "mailhelm.scrape.interval") Optional<String> scrapeInterval,
      @ConfigProperty(name = "mailhelm.scrape.labels", defaultValue = "{}") String scrapeLabels,
      @ConfigProperty(name = "mailhelm.upgrades.at.once", defaultValue = "2") int upgradesAtOnce,
      @ConfigProperty(name = "mailhelm.upgrades.stop.after", defaultValue = "2") int stopAfter) {
    return new OperatorSettings(
        new DefaultImage(image, pullPolicy),
        namespace,
        resolvers.orElse(List.of()),
        new AdminGrants(
            DomainGrants.of(domains),
            images.orElse(List.of()),
            resolversOfOthers,
            PodGrants.of(pods)),
        new ScrapeSettings(scrapeInterval, labels(scrapeLabels)),
        new OperatorSettings.Upgrades(upgradesAtOnce, stopAfter));
  }

  private static TreeMap<String, String> labels(String json) {
    try {
      return Serialization.jsonMapper().readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "MAILHELM_SCRAPE_LABELS is no JSON object of texts: " + e.getOriginalMessage(), e);
    }
  }

  @Produces
  @Singleton
  KubernetesClientObjectMapperCustomizer declaredMetadata() {
    return mapper -> mapper.registerModule(new DeclaredMetadata());
  }

  @Produces
  @Singleton
  Leadership leadership(
      KubernetesClient client,
      @ConfigProperty(name = "mailhelm.leader.election", defaultValue = "false") boolean enabled,
      @ConfigProperty(name = "pod.namespace") String namespace,
      @ConfigProperty(name = "mailhelm.lease", defaultValue = FormerLease.NAME) String lease,
      @ConfigProperty(name = "pod.name", defaultValue = "mailhelm-operator") String identity) {
    return new Leadership(client, enabled, namespace, lease, identity);
  }

  @Produces
  @Dependent
  LeaderElectionConfiguration leaderElection(Leadership leadership) {
    return leadership.configuration();
  }

  @Produces
  @Singleton
  MeterFilter eventTags() {
    return new EventTags();
  }

  @Produces
  @Singleton
  PodClient podClient() {
    return new HttpsPodClient();
  }

  @Produces
  @Singleton
  PassResults snapshots() {
    return new PassResults();
  }

  @Produces
  @Singleton
  ForeignSecrets foreignSecrets(KubernetesClient client) {
    return new ForeignSecrets(client);
  }

  @Produces
  @Singleton
  ServerWatches serverWatches(
      KubernetesClient client, PassResults snapshots, MeterRegistry registry, Clock clock) {
    return new ServerWatches(client, new NetworkLookups(clock), snapshots::ring, registry, clock);
  }

  @Produces
  @Singleton
  ReadyCounts readyCounts(MeterRegistry registry) {
    return new ReadyCounts(registry);
  }

  @Produces
  @Singleton
  WatchedNamespaces watchedNamespaces(KubernetesClient client, MeterRegistry registry) {
    return new WatchedNamespaces(client, registry);
  }

  @Produces
  @Singleton
  StatusWriter statuses(
      KubernetesClient client, MeterRegistry registry, ReadyCounts counts, Clock clock) {
    return new StatusWriter(
        client, new Transitions(client, clock), new ResourceMeters(registry), counts);
  }
}
