package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.File;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The options that say which cluster and which namespace, before or after a command, as with
 * kubectl.
 */
final class ClusterOptions {
  /** Few, because a person waits: a cluster that does not answer is reported within seconds. */
  private static final int RETRIES = 2;

  @Option(
      names = {"-n", "--namespace"},
      scope = ScopeType.INHERIT,
      description = "default: that of the context")
  Optional<String> namespace = Optional.empty();

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      description = "of the kubeconfig; default: its current one")
  Optional<String> context = Optional.empty();

  @Option(
      names = "--kubeconfig",
      scope = ScopeType.INHERIT,
      description = "default: KUBECONFIG, else ~/.kube/config, else that of the pod")
  Optional<File> kubeconfig = Optional.empty();

  private final Function<KubernetesClient, PodTunnel> tunnels;
  private Optional<Cluster> cluster = Optional.empty();

  /**
   * @param tunnels makes the connections to pods
   */
  ClusterOptions(Function<KubernetesClient, PodTunnel> tunnels) {
    this.tunnels = tunnels;
  }

  /**
   * The cluster, connected to once.
   *
   * @throws IllegalArgumentException when there is no such context or kubeconfig
   */
  Cluster cluster() {
    if (cluster.isEmpty()) {
      var config = config();
      var client = new KubernetesClientBuilder().withConfig(config).build();
      var named = namespace.or(() -> Optional.ofNullable(config.getNamespace()));
      cluster = Optional.of(new Cluster(client, named.orElse("default"), tunnels.apply(client)));
    }
    return cluster.get();
  }

  private Config config() {
    var config = kubeconfig.isPresent() ? named(kubeconfig.get()) : Config.autoConfigure(wanted());
    if (context.isPresent()
        && (config.getCurrentContext() == null
            || !context.get().equals(config.getCurrentContext().getName()))) {
      throw new IllegalArgumentException(
          "there is no context '%s': kubectl config get-contexts lists them"
              .formatted(context.get()));
    }
    config.setRequestRetryBackoffLimit(RETRIES);
    return config;
  }

  private Config named(File file) {
    if (!file.canRead()) {
      throw new IllegalArgumentException(file + " is not there, or cannot be read");
    }
    return Config.fromKubeconfig(wanted(), file);
  }

  /** The namespace asked for, or the current one of the kubeconfig. */
  private String wanted() {
    return context.orElse(null);
  }
}
