package io.mailhelm.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.mailhelm.operator.it.KubeApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl mailhelm} against a real API server. */
class ClusterIT {
  private static final String DELIVERY =
      """
      {"id":"42","messageId":"01ID","from":"alice@example.com","to":"ann@x.example","state":"queued",
       "queuedAt":"2026-11-23T07:00:00Z","due":"2026-11-23T08:10:00Z","attempts":1,"subject":"Hello"}
      """;
  private static final String PAGE = "{\"deliveries\":[" + DELIVERY + "],\"total\":1}";
  private static final String HEALTH =
      """
      {"status":"UP","listeners":[{"name":"smtp","port":2025},{"name":"submission","port":2587,
       "problem":"another program has the port"}],"queue":{"queued":3,"held":1,"oldest":7300}}
      """;

  @RegisterExtension final KubeApi api = new KubeApi();

  @TempDir Path work;
  private PlayedCluster cluster;

  @BeforeEach
  void declare() throws IOException {
    cluster = new PlayedCluster(api, work).declared();
  }

  @AfterEach
  void stop() throws IOException {
    cluster.close();
  }

  private void user(String name, String fields) {
    cluster.create(
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailUser
        metadata: {name: %s}
        spec: {domainRef: {name: example-com}%s}
        """
            .formatted(name, fields));
  }

  @Test
  void showsResourcesServersAndWhatIsWrongWithThem() throws Exception {
    cluster.pod(0).says("GET /health", HEALTH);
    cluster.status(
        """
        conditions:
          - {type: Ready, status: "True", reason: Ready, message: all is well, lastTransitionTime: "2026-11-23T07:00:00Z"}
          - {type: DKIMReady, status: "False", reason: WaitingForDNS, message: "publish a TXT record %s", lastTransitionTime: "2026-11-23T07:00:00Z"}
          - {type: UpToDate, status: "False", reason: WaitsForOwner, message: an upgrade waits, lastTransitionTime: "2026-11-23T07:00:00Z"}
          - {type: StorageReady, status: "False", reason: ClaimTerminating, message: a claim goes, lastTransitionTime: "2026-11-23T07:00:00Z"}
        users: 1
        """
            .formatted("p".repeat(500)));
    user("alice", ", suspended: true");

    assertThat(cluster.run("status")).isEqualTo(1);

    assertThat(cluster.out.toString())
        .containsPattern("MailDomain +example-com +True +users: 1.*StorageReady ClaimTerminating")
        .containsPattern("(?m)^ +UpToDate WaitsForOwner: an upgrade waits$")
        .containsPattern("(?m)^ +DKIMReady WaitingForDNS: publish a TXT record p{60,90}…$")
        .contains("kubectl -n " + api.namespace() + " describe KIND NAME has all of it")
        .containsPattern(
            "MailUser +alice +Unknown +- +suspended: may not log in.*\\R +NotSeen: no operator has"
                + " seen it yet")
        .contains("example-com-smtp-0: takes mail; 3 queued, 1 held, oldest 2h")
        .contains("listener submission (port 2587) does not listen: another program has the port");
    assertThat(cluster.run("status", "example.com")).isEqualTo(1);
    assertThat(cluster.run("status", "nobody")).isEqualTo(2);
    assertThat(cluster.err.toString()).contains("there is no MailDomain nobody", "example-com");
  }

  /** Somebody's mistake in one resource keeps nobody from the others. */
  @Test
  void aMailDomainWithoutServersIsSaidAndTheOthersAreAsked() throws Exception {
    cluster
        .pod(0)
        .says("GET /health", HEALTH)
        .says("GET /queue?limit=50", PAGE)
        .says("GET /queue/lanes", "{\"lanes\":[]}");
    cluster.hosted("guest", "example-com");
    cluster.hosted("stray", "nowhere");
    cluster.hosted("guest-of-guest", "guest");

    assertThat(cluster.run("status")).isEqualTo(1);
    assertThat(cluster.out.toString())
        .contains("stray has no server: its serverRef names nowhere")
        .contains("guest-of-guest has no server: its serverRef names guest")
        .doesNotContain("guest has no server: its serverRef names example-com")
        .containsOnlyOnce("example-com-smtp-0: takes mail");
    assertThat(cluster.run("queue", "list")).isZero();
    assertThat(cluster.run("queue", "lanes", "-d", "guest")).isZero();
    assertThat(cluster.run("queue", "list", "-d", "stray")).isEqualTo(2);
    assertThat(cluster.err.toString()).contains("stray has no server");
  }

  @Test
  void oneThatThereIsNoWayToKeepsNobodyFromTheOthers() throws Exception {
    cluster
        .pod(0)
        .says("GET /health", HEALTH)
        .says("GET /queue?limit=50", PAGE)
        .says("POST /drain", "{\"connections\":0,\"queued\":0,\"held\":0}");
    cluster.pod(1);
    cluster.unreachable(1);

    assertThat(cluster.run("queue", "list")).isEqualTo(1);
    assertThat(cluster.out.toString()).contains("ann@x.example");
    assertThat(cluster.err.toString()).contains("example-com-smtp-1: nothing listens on 3001");
    assertThat(cluster.run("drain", "--wait", "0")).isEqualTo(1);
    assertThat(cluster.out.toString()).contains("example-com-smtp-0: takes no new mail");
    assertThat(cluster.run("status")).isEqualTo(1);
    assertThat(cluster.out.toString())
        .contains("example-com-smtp-0: takes mail", "example-com-smtp-1: it cannot be asked");
  }

  @Test
  void asksThePodWithItsTokenAndTrustsItsAuthorityAlone() throws Exception {
    var server = cluster.pod(0).says("GET /queue?limit=50", PAGE);

    assertThat(cluster.run("queue", "list")).isZero();

    assertThat(server.asked()).containsExactly("GET /queue?limit=50 Bearer " + PlayedCluster.TOKEN);
    assertThat(cluster.out.toString()).contains("ann@x.example").doesNotContain("smtp-0:");

    api.client().secrets().inNamespace(api.namespace()).withName("example-com-api-tls").delete();
    cluster.secret(
        "example-com-api-tls",
        Map.of(
            "ca.crt",
            io.mailhelm.keys.Certificates.authority("other", java.time.Instant.now())
                .certificate()));
    assertThat(cluster.run("queue", "list")).isEqualTo(1);
    assertThat(cluster.err.toString())
        .contains("no TLS with example-com-smtp-0", "the Secret example-com-api-tls");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void asksEveryPodAndWantsOneNamedForAnId() throws Exception {
    cluster.pod(0).says("GET /queue?limit=50", PAGE).says("GET /queue/42", DELIVERY);
    cluster.pod(1).says("GET /queue?limit=50", 503, "{\"detail\":\"It is ending.\"}");

    assertThat(cluster.run("queue", "list")).isEqualTo(1);
    assertThat(cluster.out.toString()).contains("example-com-smtp-0:").contains("ann@x.example");
    assertThat(cluster.err.toString()).contains("example-com-smtp-1: It is ending.");

    assertThat(cluster.run("queue", "show", "42")).isEqualTo(2);
    assertThat(cluster.err.toString()).contains("example-com-smtp-0, example-com-smtp-1", "--pod");
    assertThat(cluster.run("queue", "show", "42", "--pod", "example-com-smtp-0")).isZero();
    assertThat(cluster.out.toString()).contains("Hello");
  }

  @Test
  void traces() throws Exception {
    cluster
        .pod(0)
        .says("GET /queue?limit=20&message=01ID&state=all", PAGE)
        .says("GET /queue/42", DELIVERY)
        .says("GET /inbox?limit=20&message=01ID", "{\"emails\":[],\"total\":0}");

    assertThat(cluster.run("trace", "01ID")).isZero();

    assertThat(cluster.out.toString()).contains("to           ann@x.example");
  }

  /** What looks most like it among those that are here would be a wrong hint. */
  @Test
  void saysWhichProgramHasACommandThatIsNotHere() {
    assertThat(cluster.run("probe", "mx.x.example")).isEqualTo(2);
    assertThat(cluster.err.toString())
        .contains("kubectl mailhelm has no command probe; bin/mailhelm, on any machine, has")
        .doesNotContain("suppressions");
    assertThat(cluster.run("statu")).isEqualTo(2);
    assertThat(cluster.err.toString()).contains("no command statu; there are status, dns, queue");
  }

  @Test
  void saysThatNoServerRuns() {
    assertThat(cluster.run("queue", "list")).isEqualTo(2);
    assertThat(cluster.err.toString()).contains("no server of example-com runs");
  }

  @Test
  void showsWhatTheOperatorSawOfTheDns() {
    assertThat(cluster.run("dns")).isEqualTo(1);
    assertThat(cluster.err.toString()).contains("nobody looks at the DNS of example-com");
    cluster.status(
        """
        dns:
          ready: 0/1
          dnssec: Insecure
          zoneFile: "example.com. IN MX 10 mail.example.com.\\n"
          records:
            - {purpose: Mx, name: example.com, type: MX, expected: 10 mail.example.com., verdict: Missing, required: true, advice: publish it}
        """);

    assertThat(cluster.run("dns", "example.com")).isEqualTo(1);
    assertThat(cluster.out.toString())
        .contains("example.com: 0/1 required records are right, DNSSEC: Insecure")
        .containsPattern("Mx +example.com +MX +Missing")
        .contains("publish it");
    assertThat(cluster.run("dns", "--domain", "example.org")).isEqualTo(2);
    assertThat(cluster.err.toString()).contains("there is no MailDomain example.org");
    assertThat(cluster.run("dns", "-o", "zone", "-d", "example-com")).isEqualTo(1);
    assertThat(cluster.out.toString()).isEqualTo("example.com. IN MX 10 mail.example.com.\n");
  }

  @Test
  void saysWhereAPasswordIsAndShowsItOnlyWhenAsked() {
    user("alice", "");
    cluster.secret("alice-smtp", Map.of("password", "of alice"));

    assertThat(cluster.run("password", "alice")).isZero();
    assertThat(cluster.out.toString())
        .contains("the Secret alice-smtp under password", "(90s)")
        .doesNotContain("of alice\n");
    assertThat(cluster.run("password", "alice", "--show")).isZero();
    assertThat(cluster.out.toString()).isEqualTo("of alice\n");
    assertThat(cluster.run("password", "bob")).isEqualTo(2);
    assertThat(cluster.err.toString()).contains("no MailUser of the namespace");
  }

  @Test
  void theRightsThatTheDocsListAreEnoughAndNeeded() throws Exception {
    cluster.pod(0).says("GET /queue?limit=50", PAGE).says("GET /health", HEALTH);
    var limited = cluster.kubeconfig(api.configOf("limited"), work.resolve("limited"));

    assertThat(cluster.runWith(limited, "queue", "list")).isEqualTo(1);
    assertThat(cluster.err.toString())
        .contains("cannot list resource \"maildomains\"", "docs/kubectl.md")
        .doesNotContain("Exception");

    cluster.create(roleOfTheDocs());
    api.client()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("limited")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "mail-operator")
                .addNewSubject("", "ServiceAccount", "limited", api.namespace())
                .build())
        .inNamespace(api.namespace())
        .create();
    assertThat(cluster.runWith(limited, "queue", "list")).isZero();
    assertThat(cluster.runWith(limited, "status")).isEqualTo(1);
    assertThat(cluster.out.toString()).contains("example-com-smtp-0: takes mail");

    assertThat(cluster.runByPortForward(limited, "queue", "list")).isEqualTo(1);
    assertThat(cluster.err.toString())
        .as("no kubelet is there, but the right is")
        .contains("no port-forward to it: the API server answers")
        .doesNotContain("403", "forbidden");
    withoutPortForward();
    assertThat(cluster.runByPortForward(limited, "queue", "list")).isEqualTo(1);
    assertThat(cluster.err.toString())
        .contains("get of pods/portforward is forbidden", "docs/kubectl.md")
        .doesNotContain("Connection reset", "create of", "and create", "status says");
    assertThat(cluster.runByPortForward(limited, "status")).isEqualTo(1);
    assertThat(cluster.out.toString()).contains("get of pods/portforward is forbidden");
  }

  /** Takes the right to begin a port-forward away from the Role of the docs. */
  private void withoutPortForward() {
    api.client()
        .rbac()
        .roles()
        .inNamespace(api.namespace())
        .withName("mail-operator")
        .edit(
            role -> {
              role.getRules().stream()
                  .filter(rule -> rule.getResources().contains("pods/portforward"))
                  .forEach(rule -> rule.setVerbs(List.of("create")));
              return role;
            });
  }

  /** A process that ends closes its connections: that says nothing of its certificate. */
  @Test
  void statusOfAServerThatEndsBlamesNoCertificateAndNotItself() throws Exception {
    cluster.podThatEnds(0);

    assertThat(cluster.run("status")).isEqualTo(1);

    assertThat(cluster.out.toString())
        .contains("example-com-smtp-0 does not answer", "kubectl -n " + api.namespace() + " logs")
        .doesNotContain("authority", "mailhelm -n");
  }

  private static String roleOfTheDocs() throws IOException {
    var page = Files.readString(Path.of(System.getProperty("mailhelm.root"), "docs/kubectl.md"));
    var role = Pattern.compile("(?ms)^```\\n(apiVersion: rbac.*?)^```").matcher(page);
    assertThat(role.find()).isTrue();
    return role.group(1);
  }

  @Test
  void saysThatThereIsNoSuchContextOrApiServer() throws IOException {
    assertThat(cluster.run("status", "--context", "elsewhere")).isEqualTo(2);
    assertThat(cluster.err.toString()).contains("there is no context 'elsewhere'");
    var nobody =
        Files.writeString(
            work.resolve("nobody"),
            """
            apiVersion: v1
            kind: Config
            current-context: c
            contexts: [{name: c, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {}}]
            """);
    assertThat(cluster.runWith(nobody, "status")).isEqualTo(1);
    assertThat(cluster.err.toString())
        .contains("the API server at http://127.0.0.1:1")
        .doesNotContain("\tat ");
  }
}
