package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.ManagementClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trace}: shows what happened to a message, incoming or outgoing. */
@Command(
    name = "trace",
    description = {
      "What became of a message: each delivery with its attempts, each mailbox it is in.",
      "Exit code 1 when no server knows of it."
    })
public final class TraceCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin AskedServers servers;

  @Parameters(
      paramLabel = "ID|ADDRESS",
      description = "the id in the 250 reply, in the log and of the API; or a recipient's address")
  String what;

  @Option(
      names = "--limit",
      defaultValue = "20",
      description = "of deliveries, and of mailboxes, the newest; default: ${DEFAULT-VALUE}")
  int limit;

  @Mixin OutputOption output;

  @Override
  public Integer call() throws IOException {
    var found = new AtomicBoolean();
    var code =
        new ServerAnswers(spec, output)
            .ofAll(servers, client -> note(found, trail(client)), TraceCommand::print);
    if (!found.get()) {
      spec.commandLine()
          .getErr()
          .printf(
              "mailhelm: no server knows of %s: it was never taken, or it ended longer ago than"
                  + " spec.server.limits.deliveryHistory and is in no mailbox%n",
              what);
      return 1;
    }
    return code;
  }

  private JsonNode trail(ManagementClient client) {
    var most = Integer.toString(limit);
    var isAddress = what.contains("@");
    var deliveries =
        client.get(
            "/queue",
            Map.of("state", "all", "limit", most, isAddress ? "recipient" : "message", what));
    var entries = client.get("/inbox", Map.of("limit", most, isAddress ? "to" : "message", what));
    var trail = JsonNodeFactory.instance.objectNode();
    var opened = trail.putArray("deliveries");
    deliveries
        .path("deliveries")
        .forEach(
            each ->
                opened.add(client.get(QueueCommand.path(QueueText.text(each, "id")), Map.of())));
    trail.set("mailboxes", entries.path("emails"));
    if (deliveries.has("next") || entries.has("next")) {
      trail.put("more", true);
    }
    return trail;
  }

  private static JsonNode note(AtomicBoolean found, JsonNode trail) {
    if (!trail.path("deliveries").isEmpty() || !trail.path("mailboxes").isEmpty()) {
      found.set(true);
    }
    return trail;
  }

  private static void print(PrintWriter out, JsonNode trail) {
    trail.path("deliveries").forEach(each -> QueueText.one(out, each));
    if (!trail.path("mailboxes").isEmpty()) {
      InboxText.list(out, trail.path("mailboxes"));
    }
    if (trail.has("more")) {
      out.println("there are more: --limit, or queue list and inbox, show them");
    }
  }
}
