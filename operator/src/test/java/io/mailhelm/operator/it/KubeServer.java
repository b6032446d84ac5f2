package io.mailhelm.operator.it;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A kube-apiserver and an etcd, the real ones, one pair a JVM: started when first asked for and
 * stopped with the JVM. Authorization is RBAC; every request is in the {@link Audit} log. There is
 * no controller, no scheduler and no kubelet.
 */
final class KubeServer {
  private static final Pattern PINNED = Pattern.compile("k8s\\.io/kubernetes v([0-9.]+)");

  private final KubeAPIServer server;
  private final Path auditLog;

  private KubeServer(KubeAPIServer server, Path auditLog) {
    this.server = server;
    this.auditLog = auditLog;
  }

  private static final class Holder {
    static final KubeServer RUNNING = start();
  }

  static KubeServer running() {
    return Holder.RUNNING;
  }

  String kubeConfig() {
    return server.getKubeConfigYaml();
  }

  Config config() {
    return Config.fromKubeconfig(kubeConfig());
  }

  Path auditLog() {
    return auditLog;
  }

  /**
   * Services may ask for both families; who asks for none has IPv4 alone. The library has a range
   * of its own, and the last one counts.
   */
  private static final String DUAL_STACK =
      """
      #!/bin/sh
      exec '%s' "$@" --service-cluster-ip-range=10.0.0.0/20,fd00:10::/112
      """;

  private static KubeServer start() {
    try {
      var version = pinnedVersion();
      // One of its own, so that JVMs side by side do not share certificates that one of them makes.
      var folder = Files.createTempDirectory("mailhelm-kube-api");
      linkPrograms(folder, version);
      var policy = Files.writeString(folder.resolve("audit-policy.yaml"), Audit.POLICY);
      var log = Files.createFile(folder.resolve("audit.log"));
      var server =
          new KubeAPIServer(
              KubeAPIServerConfigBuilder.anAPIServerConfig()
                  .withOfflineMode(true)
                  .withApiServerVersion(version)
                  .withTestDir(folder.toString())
                  .withUpdateKubeConfig(false)
                  .withWaitForEtcdHealthCheckOnStartup(true)
                  .withApiServerFlag("--audit-policy-file", policy.toString())
                  .withApiServerFlag("--audit-log-path", log.toString())
                  // One that was cut off in the middle would have to be put together again.
                  .withApiServerFlag("--audit-log-maxsize", "4096")
                  .build());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
      server.start();
      return new KubeServer(server, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(KubeAPIServer server, Path folder) {
    server.stop();
    try (var files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pinnedVersion() throws IOException {
    var module = Path.of(System.getProperty("mailhelm.root"), "tools/kube/go.mod");
    var pinned = PINNED.matcher(Files.readString(module));
    if (!pinned.find()) {
      throw new IllegalStateException("no version of k8s.io/kubernetes in " + module);
    }
    return pinned.group(1);
  }

  private static void linkPrograms(Path folder, String version) throws IOException {
    var programs = programs(version);
    for (var program : new String[] {"etcd", "kube-apiserver", "kubectl"}) {
      if (!Files.isExecutable(programs.resolve(program))) {
        throw new IllegalStateException(
            "%s is not there: run `make it`, or tools/kube/build once"
                .formatted(programs.resolve(program)));
      }
    }
    var linked = folder.resolve("k8s").resolve(programs.getFileName().toString());
    Files.createDirectories(linked);
    for (var program : new String[] {"etcd", "kubectl"}) {
      Files.createSymbolicLink(linked.resolve(program), programs.resolve(program));
    }
    var server = linked.resolve("kube-apiserver");
    Files.writeString(server, DUAL_STACK.formatted(programs.resolve("kube-apiserver")));
    if (!server.toFile().setExecutable(true)) {
      throw new IOException(server + " cannot be made a program");
    }
  }

  private static Path programs(String version) {
    var platform =
        version
            + (System.getProperty("os.name").startsWith("Mac") ? "-darwin" : "-linux")
            + (System.getProperty("os.arch").equals("aarch64") ? "-arm64" : "-amd64");
    return cache().resolve("kube-api-test/k8s").resolve(platform);
  }

  /** The program that people use. */
  static Path kubectl() throws IOException {
    return programs(pinnedVersion()).resolve("kubectl");
  }

  /** Where {@code tools/kube/build} puts what it builds. */
  private static Path cache() {
    var own = System.getenv("MAILHELM_CACHE");
    if (own != null) {
      return Path.of(own);
    }
    var xdg = System.getenv("XDG_CACHE_HOME");
    var caches = xdg != null ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("mailhelm");
  }
}
