package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.ManagementClient;
import io.mailhelm.cli.remote.ServerRefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code queue}: shows and changes mail that waits to go to other servers. An id belongs to one
 * server.
 */
@Command(
    name = "queue",
    synopsisSubcommandLabel = "COMMAND",
    description = "Mail on its way to other servers: look at it, hold it, hurry it, delete it.")
public final class QueueCommand {
  @Spec CommandSpec spec;

  @Command(name = "list", description = "What waits and what is held, newest first.")
  int list(
      @Mixin AskedServers servers,
      @Mixin QueueFilters filters,
      @Option(names = "--limit", defaultValue = "50", description = "default: ${DEFAULT-VALUE}")
          int limit,
      @Option(names = "--after", defaultValue = "", description = "ids below this one")
          String after,
      @Mixin OutputOption output)
      throws IOException {
    var query = new TreeMap<>(filters.query());
    query.put("limit", Integer.toString(limit));
    var position = Optional.of(after).filter(id -> !id.isEmpty());
    position.ifPresent(id -> query.put("after", id));
    return new ServerAnswers(spec, output)
        .ofPage(servers, position, client -> client.get("/queue", query), QueueText::list);
  }

  @Command(name = "show", description = "One delivery, every attempt in the peer's words.")
  int show(
      @Mixin AskedServers servers,
      @Parameters(paramLabel = "ID") String id,
      @Mixin OutputOption output)
      throws IOException {
    return new ServerAnswers(spec, output)
        .of(List.of(servers.one()), client -> client.get(path(id), Map.of()), QueueText::one);
  }

  @Command(name = "lanes", description = "What is being sent now, by policy and next hop.")
  int lanes(@Mixin AskedServers servers, @Mixin OutputOption output) throws IOException {
    return new ServerAnswers(spec, output)
        .ofAll(servers, client -> client.get("/queue/lanes", Map.of()), QueueText::lanes);
  }

  @Command(
      name = "destinations",
      description = "What each destination may have, and which of them asked for less.")
  int destinations(@Mixin AskedServers servers, @Mixin OutputOption output) throws IOException {
    return new ServerAnswers(spec, output)
        .ofAll(
            servers,
            client -> client.get("/queue/destinations", Map.of()),
            QueueText::destinations);
  }

  @Command(name = "hold", description = "Let it wait until it is released.")
  int hold(@Mixin AskedServers servers, @Mixin MeantDeliveries meant, @Mixin OutputOption output)
      throws IOException {
    return change("hold", servers, meant, output);
  }

  @Command(name = "release", description = "Send what is held.")
  int release(@Mixin AskedServers servers, @Mixin MeantDeliveries meant, @Mixin OutputOption output)
      throws IOException {
    return change("release", servers, meant, output);
  }

  @Command(name = "retry", description = "Try now, instead of when it is due.")
  int retry(@Mixin AskedServers servers, @Mixin MeantDeliveries meant, @Mixin OutputOption output)
      throws IOException {
    return change("retry", servers, meant, output);
  }

  @Command(name = "delete", description = "Delete it; nobody is told.")
  int delete(@Mixin AskedServers servers, @Mixin MeantDeliveries meant, @Mixin OutputOption output)
      throws IOException {
    return change("delete", servers, meant, output);
  }

  private int change(
      String action, AskedServers servers, MeantDeliveries meant, OutputOption output)
      throws IOException {
    var query = meant.query();
    var named = meant.ids();
    var answers = new ServerAnswers(spec, output);
    if (named.isEmpty()) {
      return answers.ofAll(
          servers,
          client -> changed(ask(client, action, "/queue", query).path("changed").asInt()),
          (out, answer) -> out.println(QueueText.done(action, answer)));
    }
    var server = servers.one();
    var changed = changed(each(server.client(), action, named));
    answers.of(
        List.of(server),
        client -> changed,
        (out, answer) -> out.println(QueueText.done(action, answer)));
    return changed.path("changed").asInt() < named.size() ? 1 : 0;
  }

  private static JsonNode changed(int number) {
    return JsonNodeFactory.instance.objectNode().set("changed", IntNode.valueOf(number));
  }

  /** Changes each delivery. One that cannot be changed does not stop the others. */
  private int each(ManagementClient client, String action, List<String> ids) {
    int changed = 0;
    for (var id : ids) {
      try {
        changed += ask(client, action, path(id), Map.of()).path("changed").asInt();
      } catch (ServerRefusedException e) {
        spec.commandLine().getErr().println("mailhelm: " + id + ": " + e.getMessage());
      }
    }
    return changed;
  }

  private static JsonNode ask(
      ManagementClient client, String action, String path, Map<String, String> query) {
    return action.equals("delete")
        ? client.delete(path, query)
        : client.post(path + "/" + action, query, "");
  }

  static String path(String id) {
    return "/queue/" + ManagementClient.encoded(id);
  }
}
