package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.cli.commands.CommandRun;
import io.mailhelm.cli.remote.CannedServer;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.it.KubeApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What an operator would have made of the MailDomain {@code example-com}, and servers that its pods
 * would run. There is no kubelet, so pods are reached directly.
 */
final class PlayedCluster implements AutoCloseable {
  static final String TOKEN = "the-token-of-the-servers-0123456789";

  private final KubeApi api;
  private final Path kubeconfig;
  private final Map<String, CannedServer> pods = new TreeMap<>();
  private final Map<String, CannedServer> probes = new TreeMap<>();
  private ServerSocket ending;
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  PlayedCluster(KubeApi api, Path work) throws IOException {
    this.api = api;
    this.kubeconfig = Files.writeString(work.resolve("kubeconfig"), api.kubeConfig());
  }

  PlayedCluster declared() {
    create(
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: example-com}
        spec: {domain: example.com, server: {}}
        """);
    secret("example-com-token", Map.of("token", TOKEN + "\n"));
    secret("example-com-api-tls", Map.of("ca.crt", CannedServer.authority()));
    return this;
  }

  /** A MailDomain that names a host. */
  void hosted(String name, String host) {
    create(
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: %1$s}
        spec: {domain: %1$s.example, serverRef: {name: %2$s}}
        """
            .formatted(name, host));
  }

  void create(String yaml) {
    api.client()
        .resource(Serialization.<io.fabric8.kubernetes.api.model.HasMetadata>unmarshal(yaml))
        .inNamespace(api.namespace())
        .create();
  }

  /** Gives the MailDomain a status. */
  void status(String yaml) {
    var domain =
        api.client()
            .resources(MailDomain.class)
            .inNamespace(api.namespace())
            .withName("example-com");
    var now = domain.get();
    now.setStatus(Serialization.unmarshal(yaml, io.mailhelm.crds.MailDomainStatus.class));
    api.client().resource(now).updateStatus();
  }

  /** The operator has not made the servers' token yet. */
  void withoutToken() {
    api.client().secrets().inNamespace(api.namespace()).withName("example-com-token").delete();
  }

  Secret secret(String name, Map<String, String> data) {
    var secret =
        new SecretBuilder()
            .withNewMetadata()
            .withName(name)
            .addToLabels("app.kubernetes.io/managed-by", "mailhelm-operator")
            .endMetadata()
            .withStringData(data)
            .build();
    return api.client().resource(secret).inNamespace(api.namespace()).create();
  }

  /** A pod that runs, and its server; with it runs what a service mesh puts into every pod. */
  CannedServer pod(int ordinal) throws Exception {
    var name = "example-com-smtp-" + ordinal;
    create(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s
          labels:
            app.kubernetes.io/name: mailhelm
            app.kubernetes.io/instance: example-com
            app.kubernetes.io/component: smtp-server
            app.kubernetes.io/part-of: mailhelm
        spec:
          securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
          containers:
            - name: smtp-server
              image: mailhelm/smtp-server:test
              env: [{name: SMTP_PASSWORD, value: planted-in-a-variable}]
              securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
            - name: sidecar
              image: example.com/sidecar:test
              securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """
            .formatted(name));
    var live = api.client().pods().inNamespace(api.namespace()).withName(name);
    live.editStatus(
        pod -> {
          pod.getStatus().setPhase("Running");
          return pod;
        });
    var server = CannedServer.https("example-com-api");
    pods.put(name, server);
    return server;
  }

  /** A pod that runs, and whose process ends each connection it has accepted. */
  void podThatEnds(int ordinal) throws Exception {
    pod(ordinal);
    unreachable(ordinal);
    ending = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::end);
  }

  private void end() {
    while (!ending.isClosed()) {
      try (var connection = ending.accept()) {
        connection.shutdownOutput();
        connection.getInputStream().readAllBytes();
      } catch (IOException e) {
        // The other side is gone, or the test is over.
      }
    }
  }

  /** A pod of the operator, as the chart has it with this {@code nameOverride}. */
  void operator(String name) {
    create(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %1$s-0
          labels:
            app.kubernetes.io/name: %1$s
            app.kubernetes.io/component: operator
            app.kubernetes.io/part-of: mailhelm
        spec:
          securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
          containers:
            - name: operator
              image: mailhelm/operator:test
              securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
        """
            .formatted(name));
  }

  /** What listens on a pod's port of probes and metrics. */
  CannedServer probes(int ordinal) throws IOException {
    var server = CannedServer.http();
    probes.put("example-com-smtp-" + ordinal, server);
    return server;
  }

  /** No way leads to a pod's API any more. */
  void unreachable(int ordinal) {
    pods.remove("example-com-smtp-" + ordinal).close();
  }

  /** A container of a pod has restarted. */
  void restarted(int ordinal, String container) {
    api.client()
        .pods()
        .inNamespace(api.namespace())
        .withName("example-com-smtp-" + ordinal)
        .editStatus(
            pod -> {
              pod.getStatus()
                  .setContainerStatuses(
                      List.of(
                          new ContainerStatusBuilder()
                              .withName(container)
                              .withImage("test")
                              .withImageID("test")
                              .withReady(true)
                              .withRestartCount(1)
                              .build()));
              return pod;
            });
  }

  /** A kubeconfig of its own for whoever connects so. */
  Path kubeconfig(Config config, Path file) throws IOException {
    var ca = config.getCaCertFile();
    return Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: limited
        contexts: [{name: limited, context: {cluster: c, user: u, namespace: %s}}]
        clusters: [{name: c, cluster: {server: "%s", %s}}]
        users: [{name: u, user: {token: "%s"}}]
        """
            .formatted(
                api.namespace(),
                config.getMasterUrl(),
                ca != null
                    ? "certificate-authority: \"" + ca + "\""
                    : "certificate-authority-data: \"" + config.getCaCertData() + "\"",
                config.getOauthToken()));
  }

  int run(String... arguments) {
    return runWith(kubeconfig, arguments);
  }

  int runWith(Path config, String... arguments) {
    return runWith(config, client -> this::open, arguments);
  }

  /** By the API server's own port-forward, which leads to no pod here: nobody runs them. */
  int runByPortForward(Path config, String... arguments) {
    return runWith(config, PortForwards::of, arguments);
  }

  private int runWith(
      Path config, Function<KubernetesClient, PodTunnel> tunnels, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var all = new ArrayList<>(List.of("--kubeconfig", config.toString(), "-n", api.namespace()));
    all.addAll(List.of(arguments));
    return CommandRun.run(
        ClusterMain.commandLine(new ClusterOptions(tunnels)),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        all.toArray(String[]::new));
  }

  private PodTunnel.Way open(Pod pod, int port) throws IOException {
    if (ending != null) {
      return way(ending.getLocalPort());
    }
    var listens = (port == 9000 ? probes : pods).get(pod.getMetadata().getName());
    if (listens == null) {
      throw new IOException("nothing listens on " + port);
    }
    return way(listens.port());
  }

  private static PodTunnel.Way way(int port) {
    return new PodTunnel.Way(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Optional::empty);
  }

  @Override
  public void close() throws IOException {
    if (ending != null) {
      ending.close();
    }
    pods.values().forEach(CannedServer::close);
    probes.values().forEach(CannedServer::close);
  }
}
