package io.mailhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mailhelm.cli.remote.ManagementClient;
import io.mailhelm.cli.remote.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "queue",
    synopsisSubcommandLabel = "COMMAND",
    description = "Mail on its way to other servers: look at it, hold it, hurry it, delete it.")
final class QueueCommand {
  @Spec CommandSpec spec;

  @Command(name = "list", description = "What waits and what is held, newest first.")
  int list(
      @Mixin ServerOptions server,
      @Mixin QueueFilters filters,
      @Option(names = "--limit", defaultValue = "50", description = "default: ${DEFAULT-VALUE}")
          int limit,
      @Option(names = "--after", defaultValue = "", description = "ids below this one")
          String after,
      @Mixin OutputOption output)
      throws IOException {
    var query = new TreeMap<>(filters.query());
    query.put("limit", Integer.toString(limit));
    if (!after.isEmpty()) {
      query.put("after", after);
    }
    var page = server.client().get("/queue", query);
    if (output.isJson()) {
      OutputOption.print(spec.commandLine().getOut(), page);
    } else {
      QueueText.list(spec.commandLine().getOut(), page);
    }
    return 0;
  }

  @Command(name = "show", description = "One delivery, every attempt in the peer's words.")
  int show(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ID") String id,
      @Mixin OutputOption output)
      throws IOException {
    var delivery = server.client().get(path(id), Map.of());
    if (output.isJson()) {
      OutputOption.print(spec.commandLine().getOut(), delivery);
    } else {
      QueueText.one(spec.commandLine().getOut(), delivery);
    }
    return 0;
  }

  @Command(name = "lanes", description = "What is being sent now, by policy and next hop.")
  int lanes(@Mixin ServerOptions server, @Mixin OutputOption output) throws IOException {
    var lanes = server.client().get("/queue/lanes", Map.of());
    if (output.isJson()) {
      OutputOption.print(spec.commandLine().getOut(), lanes);
    } else {
      QueueText.lanes(spec.commandLine().getOut(), lanes);
    }
    return 0;
  }

  @Command(name = "hold", description = "Let it wait until it is released.")
  int hold(@Mixin ServerOptions server, @Mixin MeantDeliveries meant, @Mixin OutputOption output)
      throws IOException {
    return change("hold", server, meant, output);
  }

  @Command(name = "release", description = "Send what is held.")
  int release(@Mixin ServerOptions server, @Mixin MeantDeliveries meant, @Mixin OutputOption output)
      throws IOException {
    return change("release", server, meant, output);
  }

  @Command(name = "retry", description = "Try now, instead of when it is due.")
  int retry(@Mixin ServerOptions server, @Mixin MeantDeliveries meant, @Mixin OutputOption output)
      throws IOException {
    return change("retry", server, meant, output);
  }

  @Command(name = "delete", description = "Delete it; nobody is told.")
  int delete(@Mixin ServerOptions server, @Mixin MeantDeliveries meant, @Mixin OutputOption output)
      throws IOException {
    return change("delete", server, meant, output);
  }

  private int change(
      String action, ServerOptions server, MeantDeliveries meant, OutputOption output)
      throws IOException {
    var query = meant.query();
    var named = meant.ids();
    var client = server.client();
    var changed =
        named.isEmpty()
            ? ask(client, action, "/queue", query).path("changed").asInt()
            : each(client, action, named);
    if (output.isJson()) {
      var answer = JsonNodeFactory.instance.objectNode().set("changed", IntNode.valueOf(changed));
      OutputOption.print(spec.commandLine().getOut(), answer);
    } else {
      spec.commandLine().getOut().println(QueueText.done(action, changed));
    }
    return !named.isEmpty() && changed < named.size() ? 1 : 0;
  }

  /** One that cannot be changed does not keep the others from it. */
  private int each(ManagementClient client, String action, List<String> ids) {
    int changed = 0;
    for (var id : ids) {
      try {
        changed += ask(client, action, path(id), Map.of()).path("changed").asInt();
      } catch (RefusedException e) {
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

  private static String path(String id) {
    return "/queue/" + ManagementClient.encoded(id);
  }
}
