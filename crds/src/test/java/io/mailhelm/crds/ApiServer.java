package io.mailhelm.crds;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A real kube-apiserver and etcd, built by {@code tools/kube} where they are not there yet. */
final class ApiServer implements AutoCloseable {
  private final KubeAPIServer server;
  private final Path folder;
  private final KubernetesClient client;

  private ApiServer(KubeAPIServer server, Path folder) {
    this.server = server;
    this.folder = folder;
    this.client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
  }

  /**
   * Takes seconds, or minutes where the programs must be built first.
   *
   * @throws IllegalStateException with the words of {@code tools/kube/build} where they cannot be
   */
  static ApiServer start(Path root) throws IOException, InterruptedException {
    var programs = programs(root);
    // One of its own, so that JVMs side by side do not share certificates that one of them makes.
    var folder = Files.createTempDirectory("mailhelm-crds");
    Files.createSymbolicLink(
        folder.resolve("k8s"), programs.resolve("../../kube-api-test/k8s").normalize());
    var server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withOfflineMode(true)
                .withApiServerVersion(programs.getFileName().toString())
                .withTestDir(folder.toString())
                .withUpdateKubeConfig(false)
                .withWaitForEtcdHealthCheckOnStartup(true)
                .build());
    server.start();
    return new ApiServer(server, folder);
  }

  KubernetesClient client() {
    return client;
  }

  private static Path programs(Path root) throws IOException, InterruptedException {
    var build =
        new ProcessBuilder(
                root.resolve("tools/kube/build").toString(), "etcd", "kube-apiserver", "kubectl")
            .redirectErrorStream(true)
            .start();
    var said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (build.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    return Path.of(said.substring(said.lastIndexOf('\n') + 1));
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.stop();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
