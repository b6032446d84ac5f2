package io.mailhelm.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EventBuilder;
import io.mailhelm.cli.remote.WholeAnswer;
import io.mailhelm.operator.it.KubeApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a report has, and above all what it has not. */
class ReportIT {
  private static final String PASSWORD = "planted password of alice";
  private static final String RELAY = "planted-relay-password";
  private static final String VERIFIER = "SCRAM-SHA-256$4096:cGxhbnRlZA==$planted:verifier";
  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIPlantedPlantedPlantedPlanted\n-----END PRIVATE KEY-----\n";

  private static final List<String> PLANTED =
      List.of(
          PASSWORD,
          RELAY,
          VERIFIER,
          "MC4CAQAwBQYDK2VwBCIEIPlantedPlantedPlantedPlanted",
          PlayedCluster.TOKEN,
          "planted-in-a-variable",
          "planted-in-an-annotation",
          "planted subject",
          "planted display name",
          "alice@",
          "ann@");

  @RegisterExtension final KubeApi api = new KubeApi();

  @TempDir Path work;

  private Map<String, String> content(Path file) throws IOException {
    var content = new TreeMap<String, String>();
    try (var zip = new ZipFile(file.toFile())) {
      for (var entry : zip.stream().toList()) {
        content.put(
            entry.getName(),
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return content;
  }

  private PlayedCluster planted() throws Exception {
    var cluster = new PlayedCluster(api, work).declared();
    cluster.create(
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailUser
        metadata: {name: alice, annotations: {example.com/note: planted-in-an-annotation}}
        spec: {domainRef: {name: example-com}, displayName: planted display name}
        """);
    cluster.secret("alice-smtp", Map.of("password", PASSWORD, "username", "alice@example.com"));
    cluster.secret("relay", Map.of("password", RELAY));
    cluster.secret("example-com-config-07", Map.of("07", VERIFIER));
    cluster.secret("example-com-dkim", Map.of("s1.key", KEY));
    cluster.secret(
        "example-com-config-index",
        Map.of("index", "{\"server\":{\"hostname\":\"mail.example.com\"}}"));
    api.client()
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName("told")
                .endMetadata()
                .withNewInvolvedObject()
                .withNamespace(api.namespace())
                .withKind("MailUser")
                .withName("alice")
                .endInvolvedObject()
                .withReason("Told")
                .withMessage("alice@example.com has " + PASSWORD + " and " + RELAY + ", " + KEY)
                .build())
        .inNamespace(api.namespace())
        .create();
    cluster
        .pod(0)
        .says("GET /health", "{\"status\":\"UP\",\"said\":\"Bearer " + PlayedCluster.TOKEN + "\"}")
        .says("GET /config", "{\"running\":\"abc\",\"refusal\":\"" + VERIFIER + "\"}")
        .says("GET /queue/lanes", "{\"lanes\":[]}")
        .says(
            "GET /queue?limit=200",
            """
            {"deliveries":[{"id":"42","from":"alice@example.com","to":"ann@x.example",
             "subject":"planted subject","state":"queued","destination":"x.example",
             "last":{"code":452,"text":"ann@x.example is full"}}],"total":1}
            """);
    return cluster;
  }

  @Test
  void hasWhatHelpsAndNoneOfThePlantedSecrets() throws Exception {
    var file = work.resolve("report.zip");
    try (var cluster = planted()) {
      assertThat(cluster.run("report", "--file", file.toString()))
          .as(cluster.err.toString())
          .isEqualTo(1);
      // There is no kubelet, and so no way to the port of the metrics; and no operator.
      assertThat(cluster.err.toString().lines())
          .hasSize(2)
          .anyMatch(line -> line.contains("servers/example-com-smtp-0/metrics.txt"))
          .anyMatch(line -> line.contains("operator: none of its pods is in the namespace"));

      var content = content(file);
      content.forEach(
          (name, text) -> {
            for (var secret : PLANTED) {
              assertThat(text).as(name).doesNotContain(secret);
            }
          });
      assertThat(content)
          .containsKeys("README.txt", "versions.txt", "objects/statefulsets.yaml")
          .hasEntrySatisfying(
              "resources/mailusers.yaml", text -> assertThat(text).contains("name: \"alice\""))
          .hasEntrySatisfying(
              "servers/example-com-smtp-0/queue.json",
              text -> assertThat(text).contains("x.example", "452"))
          .hasEntrySatisfying(
              "events.txt",
              text ->
                  assertThat(text)
                      .containsPattern("someone-[0-9a-f]{10}@example.com has \\(taken out\\)"))
          .hasEntrySatisfying(
              "config/example-com.json", text -> assertThat(text).contains("mail.example.com"))
          .hasEntrySatisfying("secrets.txt", text -> assertThat(text).contains("alice-smtp"))
          .hasEntrySatisfying(
              "README.txt", text -> assertThat(text).contains("pseudonym", "metrics.txt"))
          .hasEntrySatisfying(
              "objects/pods.yaml", text -> assertThat(text).contains("SMTP_PASSWORD"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(cluster.run("report", "--file", file.toString())).isEqualTo(2);
      assertThat(cluster.err.toString()).contains("is there already");
    }
  }

  @Test
  void hasTheLogOfEachContainer() throws Exception {
    var file = work.resolve("report.zip");
    try (var cluster = planted()) {
      cluster.restarted(0, "sidecar");

      cluster.run("report", "--file", file.toString());

      var logs = "logs/" + api.namespace() + "/example-com-smtp-0/";
      assertThat(content(file).keySet().stream().filter(name -> name.startsWith("logs/")))
          .containsExactly(
              logs + "sidecar.log", logs + "sidecar.previous.log", logs + "smtp-server.log");
    }
  }

  @Test
  void hasTheMetricsUnlessTheyAreTooMany() throws Exception {
    var metrics = "servers/example-com-smtp-0/metrics.txt";
    try (var cluster = planted()) {
      var probes = cluster.probes(0).says("GET /metrics", "mailhelm_queue_held 1");
      var file = work.resolve("report.zip");
      cluster.run("report", "--file", file.toString());
      assertThat(content(file)).containsEntry(metrics, "mailhelm_queue_held 1");

      probes.says("GET /metrics", " ".repeat(WholeAnswer.MAX_OCTETS + 1));
      var second = work.resolve("second.zip");
      assertThat(cluster.run("report", "--file", second.toString())).isEqualTo(1);
      assertThat(cluster.err.toString()).contains(metrics + ": its answer is larger than");
      assertThat(content(second)).containsKey("servers/example-com-smtp-0/queue.json");
    }
  }

  @Test
  void hasWhatIsThereWhereOneServerCannotBeReached() throws Exception {
    var file = work.resolve("report.zip");
    try (var cluster = planted()) {
      cluster.hosted("stray", "nowhere");
      cluster.withoutToken();

      assertThat(cluster.run("report", "--file", file.toString())).isEqualTo(1);

      assertThat(cluster.err.toString())
          .contains("server example-com-smtp-0: there is no Secret example-com-token");
      assertThat(content(file)).containsKeys("config/example-com.json", "README.txt");
    }
  }

  @Test
  void findsTheOperatorUnderAnyName() throws Exception {
    var file = work.resolve("report.zip");
    try (var cluster = planted()) {
      cluster.operator("courier");

      cluster.run("report", "--file", file.toString(), "--operator-namespace", api.namespace());

      assertThat(cluster.err.toString()).doesNotContain("operator");
      assertThat(content(file)).containsKey("logs/" + api.namespace() + "/courier-0/operator.log");
    }
  }

  @Test
  void hasAddressesOnlyWhereTheyAreAskedForAndSubjectsNever() throws Exception {
    var file = work.resolve("report.zip");
    try (var cluster = planted()) {
      cluster.run("report", "--addresses", "--file", file.toString());

      var queue = content(file).get("servers/example-com-smtp-0/queue.json");
      assertThat(queue)
          .contains("ann@x.example is full", "alice@example.com")
          .doesNotContain("planted subject");
    }
  }

  @Test
  void isNotMadeByWhoMayNotReadTheSecretsThatItMustNotHave() throws Exception {
    try (var cluster = planted()) {
      var limited = cluster.kubeconfig(api.configOf("limited"), work.resolve("limited"));
      var file = work.resolve("report.zip");

      assertThat(cluster.runWith(limited, "report", "--file", file.toString())).isEqualTo(1);

      assertThat(cluster.err.toString()).contains("list the Secrets");
      assertThat(file).doesNotExist();
    }
  }
}
