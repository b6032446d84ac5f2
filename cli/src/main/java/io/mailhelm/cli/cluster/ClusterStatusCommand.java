package io.mailhelm.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.mailhelm.cli.commands.HealthText;
import io.mailhelm.cli.commands.StatusText;
import io.mailhelm.cli.remote.ServerRefusedException;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kubectl mailhelm status}: shows resources, their conditions and the health of servers. */
@Command(
    name = "status",
    description = {
      "How MailDomains, MailUsers and SendPolicies are, and each of their servers.",
      "Exit code 1 if one is not ready, or a server takes no mail or cannot be asked."
    })
final class ClusterStatusCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec CommandSpec spec;
  @ParentCommand ClusterMain parent;

  @Parameters(
      paramLabel = "MAILDOMAIN",
      arity = "0..1",
      description = "its name, or its domain; default: all of the namespace")
  Optional<String> mailDomain;

  @Override
  public Integer call() {
    var cluster = parent.options.cluster();
    var all = cluster.mailDomains();
    var domains = mailDomain.isPresent() ? List.of(cluster.mailDomain(mailDomain.get(), all)) : all;
    if (domains.isEmpty()) {
      throw new IllegalArgumentException(
          "no MailDomain is in the namespace %s: name another with -n"
              .formatted(cluster.namespace()));
    }
    var out = spec.commandLine().getOut();
    var hostless = domains.stream().filter(each -> Cluster.host(each, all).isEmpty()).toList();
    var ready = StatusText.print(out, resources(cluster, domains, hostless));
    var well =
        domains.stream()
            .flatMap(domain -> Cluster.host(domain, all).stream())
            .distinct()
            .sorted(Comparator.comparing(ClusterStatusCommand::name))
            .map(host -> servers(out, host))
            .reduce(hostless.isEmpty(), Boolean::logicalAnd);
    return ready && well ? 0 : 1;
  }

  /**
   * The MailDomains, and the resources that refer to them.
   *
   * @param hostless those of them that have no server, as their rows say
   */
  private static List<JsonNode> resources(
      Cluster cluster, List<MailDomain> domains, List<MailDomain> hostless) {
    var names = domains.stream().map(domain -> domain.getMetadata().getName()).toList();
    return Stream.of(
            domains.stream().map(domain -> shown(domain, hostless.contains(domain))),
            of(cluster, MailUser.class, names, user -> user.getSpec().domainRef().name()),
            of(cluster, SendPolicy.class, names, policy -> policy.getSpec().domainRef().name()))
        .flatMap(kind -> kind)
        .toList();
  }

  private static JsonNode shown(MailDomain domain, boolean isHostless) {
    var tree = shown(domain);
    if (isHostless) {
      tree.putArray("notes").add(Cluster.hostless(domain));
    }
    return tree;
  }

  private static <T extends CustomResource<?, ?>> Stream<JsonNode> of(
      Cluster cluster, Class<T> kind, List<String> domains, Function<T, String> domainOf) {
    var found = new TreeMap<String, JsonNode>();
    cluster.each(
        kind,
        cluster.namespace(),
        Cluster.ALL,
        each -> {
          if (domains.contains(domainOf.apply(each))) {
            found.put(name(each), shown(each));
          }
        });
    return found.values().stream();
  }

  /** The parts of a resource that the table shows: there may be ten thousand resources. */
  private static ObjectNode shown(HasMetadata object) {
    ObjectNode tree = JSON.valueToTree(object);
    retain(tree, "metadata", "name");
    retain(tree, "spec", "suspended");
    retain(tree, "status", "conditions", "address", "users", "dns");
    retain(tree.path("status"), "dns", "ready");
    return tree;
  }

  private static void retain(JsonNode tree, String field, String... fields) {
    if (tree.path(field) instanceof ObjectNode object) {
      object.retain(fields);
    }
  }

  private static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  /** Shows the servers of a MailDomain. One that cannot be asked does not stop the others. */
  private boolean servers(PrintWriter out, MailDomain host) {
    try {
      var servers = PodServers.of(parent.options, host);
      if (servers.isEmpty()) {
        out.printf("%s: none of its servers runs%n", name(host));
      }
      return servers.stream()
              .map(server -> HealthText.print(out, server))
              .reduce(true, Boolean::logicalAnd)
          && !servers.isEmpty();
    } catch (ServerRefusedException e) {
      out.printf("%s: its servers cannot be asked: %s%n", name(host), e.getMessage());
      return false;
    }
  }
}
