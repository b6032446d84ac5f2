package io.mailhelm.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailhelm.cli.remote.AskedServer;
import io.mailhelm.cli.remote.ServerRefusedException;
import io.mailhelm.cli.remote.WholeAnswer;
import io.mailhelm.crds.GeneratedNames;
import io.mailhelm.crds.MailDomain;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Adds what servers say themselves to a report: their health, the config they run, their queue,
 * their metrics.
 *
 * @param addresses whether waiting deliveries show their sender and recipient
 */
record ServerFacts(Cluster cluster, ClusterOptions options, boolean addresses) {
  private static final String MOST_DELIVERIES = "200";
  private static final int PROBES = 9000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * The fields of a delivery and of its latest attempt that are kept: no addresses, and no words of
   * other servers.
   */
  private static final Set<String> OF_A_DELIVERY =
      Set.of(
          "id",
          "messageId",
          "state",
          "hold",
          "sending",
          "queuedAt",
          "due",
          "expiresAt",
          "endedAt",
          "attempts",
          "destination",
          "domain",
          "policy",
          "size",
          "last");

  private static final Set<String> OF_AN_ATTEMPT =
      Set.of("at", "outcome", "host", "address", "tls", "code", "enhanced", "millis");

  /** A field that is never kept, whatever is asked for. */
  private static final String SUBJECT = "subject";

  void gather(ReportContents into) throws IOException {
    List<MailDomain> hosts;
    try {
      hosts =
          cluster.mailDomains().stream()
              .filter(domain -> domain.getSpec().server() != null)
              .toList();
    } catch (ServerRefusedException e) {
      into.missing("servers", e);
      return;
    }
    for (var host : hosts) {
      into.add("config/%s.json".formatted(host.getMetadata().getName()), () -> index(host));
      try {
        for (var server : PodServers.of(options, host)) {
          gather(into, server);
        }
        metrics(into, host);
      } catch (ServerRefusedException e) {
        into.missing("servers of " + host.getMetadata().getName(), e);
      }
    }
  }

  private String index(MailDomain host) {
    return cluster
        .secret(GeneratedNames.configIndex(host.getMetadata().getName()), KnownSecrets.INDEX)
        .orElseThrow(() -> new ServerRefusedException("no config is compiled yet"));
  }

  private void gather(ReportContents into, AskedServer server) throws IOException {
    var folder = "servers/" + server.name() + "/";
    if (server.reached().isEmpty()) {
      into.missing("server " + server.name(), server.why());
      return;
    }
    var client = server.client();
    into.add(folder + "health.json", () -> client.health().toPrettyString());
    into.add(folder + "config.json", () -> client.get("/config", Map.of()).toPrettyString());
    into.add(folder + "lanes.json", () -> client.get("/queue/lanes", Map.of()).toPrettyString());
    into.add(
        folder + "queue.json",
        () -> shown(client.get("/queue", Map.of("limit", MOST_DELIVERIES))).toPrettyString());
  }

  private JsonNode shown(JsonNode page) {
    for (var delivery : page.path("deliveries")) {
      if (delivery instanceof ObjectNode one) {
        one.remove(SUBJECT);
        if (!addresses) {
          one.retain(OF_A_DELIVERY);
          if (one.get("last") instanceof ObjectNode attempt) {
            attempt.retain(OF_AN_ATTEMPT);
          }
        }
      }
    }
    return page;
  }

  private void metrics(ReportContents into, MailDomain host) throws IOException {
    for (var pod : cluster.pods(host)) {
      into.add(
          "servers/" + pod.getMetadata().getName() + "/metrics.txt",
          () -> text(cluster.tunnel().open(pod, PROBES).getPort(), "/metrics"));
    }
  }

  private static String text(int port, String path) throws IOException {
    return WholeAnswer.within(
        PATIENCE,
        () -> {
          var url = URI.create("http://127.0.0.1:" + port + path).toURL();
          var connection = (HttpURLConnection) url.openConnection();
          connection.setInstanceFollowRedirects(false);
          if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException("it answers " + connection.getResponseCode());
          }
          try (var body = connection.getInputStream()) {
            return new String(WholeAnswer.body(body), StandardCharsets.UTF_8);
          }
        });
  }
}
