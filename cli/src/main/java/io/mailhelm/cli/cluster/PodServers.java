package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.mailhelm.cli.remote.AskedServer;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.Endpoint;
import io.mailhelm.cli.remote.ManagementClient;
import io.mailhelm.cli.remote.ServerAdvice;
import io.mailhelm.cli.remote.ServerRefusedException;
import io.mailhelm.crds.GeneratedNames;
import io.mailhelm.crds.MailDomain;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Finds the pods of MailDomains in a cluster, and asks each with its own token and authority. */
final class PodServers implements AskedServers {
  private static final String RUNNING = "Running";

  private final ClusterOptions options;

  @Option(
      names = {"-d", "--maildomain"},
      description =
          "whose servers are asked: its name, or its domain; default: of all in the namespace")
  Optional<String> mailDomain = Optional.empty();

  @Option(names = "--pod", description = "only this pod")
  Optional<String> pod = Optional.empty();

  PodServers(ClusterOptions options) {
    this.options = options;
  }

  /** The same for a command that names a MailDomain in its own way. */
  static List<AskedServer> of(ClusterOptions options, MailDomain host) {
    return new PodServers(options).of(host);
  }

  @Override
  public List<AskedServer> all() {
    var cluster = options.cluster();
    var domains = cluster.mailDomains();
    var hosts =
        mailDomain.isPresent()
            ? List.of(host(cluster.mailDomain(mailDomain.get(), domains), domains))
            : domains.stream().filter(domain -> domain.getSpec().server() != null).toList();
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException(
          "no MailDomain with servers is in the namespace %s: name another with -n"
              .formatted(cluster.namespace()));
    }
    var servers = new ArrayList<AskedServer>();
    for (var host : hosts) {
      servers.addAll(of(host));
    }
    if (servers.isEmpty()) {
      throw new IllegalArgumentException(
          pod.map(name -> "no pod %s of %s runs".formatted(name, Cluster.names(hosts)))
                  .orElse("no server of %s runs".formatted(Cluster.names(hosts)))
              + ": kubectl mailhelm -n %s status says why".formatted(cluster.namespace()));
    }
    return servers;
  }

  private static MailDomain host(MailDomain domain, List<MailDomain> all) {
    return Cluster.host(domain, all)
        .orElseThrow(() -> new IllegalArgumentException(Cluster.hostless(domain)));
  }

  @Override
  public AskedServer one() {
    var servers = all();
    if (servers.size() > 1) {
      throw new IllegalArgumentException(
          "an id is one server's own, and there are several (%s): say which with --pod"
              .formatted(
                  servers.stream().map(AskedServer::name).collect(Collectors.joining(", "))));
    }
    return servers.getFirst();
  }

  private List<AskedServer> of(MailDomain host) {
    var running =
        options.cluster().pods(host).stream()
            .filter(each -> RUNNING.equals(each.getStatus().getPhase()))
            .filter(each -> pod.map(each.getMetadata().getName()::equals).orElse(true))
            .toList();
    return running.stream().map(each -> server(host, each)).toList();
  }

  /**
   * The server in a pod. If it cannot be reached, it says so when it is asked, and does not stop
   * the others.
   */
  private AskedServer server(MailDomain host, Pod each) {
    try {
      return reached(host, each);
    } catch (ServerRefusedException | IOException e) {
      return AskedServer.unreachable(each.getMetadata().getName(), e.getMessage());
    }
  }

  private AskedServer reached(MailDomain host, Pod each) throws IOException {
    var d = host.getMetadata().getName();
    var port = host.getSpec().server().management().port();
    var local = options.cluster().tunnel().open(each, port);
    var endpoint =
        new Endpoint(
            URI.create("https://127.0.0.1:" + local.getPort()),
            Optional.of(needed(GeneratedNames.token(d), "token")),
            Optional.of(needed(GeneratedNames.apiTls(d), "ca.crt")),
            Optional.of(GeneratedNames.api(d)));
    return new AskedServer(
        each.getMetadata().getName(),
        new ManagementClient(
            endpoint, advice(each.getMetadata().getNamespace(), each.getMetadata().getName(), d)));
  }

  private static ServerAdvice advice(String namespace, String pod, String d) {
    return new ServerAdvice(
        pod,
        "kubectl mailhelm -n %s status says how it is".formatted(namespace),
        "its certificate is not of the authority in the Secret %s: is another server behind that pod, or was the Secret just made anew?"
            .formatted(GeneratedNames.apiTls(d)),
        "The Secret %s has another token than the server: if it was just made anew, try again in a minute."
            .formatted(GeneratedNames.token(d)),
        "Where spec.server.management.allowedCidrs is set it has to have 127.0.0.1/32: a"
            + " port-forward comes from there.");
  }

  private String needed(String secret, String key) {
    return options
        .cluster()
        .secret(secret, key)
        .map(String::strip)
        .orElseThrow(
            () ->
                new ServerRefusedException(
                    "there is no Secret %s with %s yet: the operator makes it; is it running?"
                        .formatted(secret, key)));
  }
}
