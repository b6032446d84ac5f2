package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.ManagementClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code policy}: shows how the mail of each SendPolicy does, and resumes those that are paused.
 * Each server judges its own mail, and all are resumed.
 */
@Command(
    name = "policy",
    synopsisSubcommandLabel = "COMMAND",
    description = "How the mail of each SendPolicy does: bounces, complaints, pauses, warm-up.")
public final class PolicyCommand {
  private static final String PATH = "/policies";

  @Spec CommandSpec spec;

  @Command(name = "list", description = "All that are declared.")
  int list(@Mixin AskedServers servers, @Mixin OutputOption output) throws IOException {
    return new ServerAnswers(spec, output)
        .ofAll(servers, client -> client.get(PATH, Map.of()), PolicyText::list);
  }

  @Command(name = "show", description = "One, with its worst destinations.")
  int show(
      @Mixin AskedServers servers,
      @Parameters(paramLabel = "NAME") String name,
      @Mixin OutputOption output)
      throws IOException {
    return new ServerAnswers(spec, output)
        .ofAll(servers, client -> client.get(path(name), Map.of()), PolicyText::one);
  }

  @Command(
      name = "resume",
      description = {
        "Go on with one that is paused: what became of its mail so far does not count any more.",
        "Remove the addresses that bounced first, or it is paused again."
      })
  int resume(
      @Mixin AskedServers servers,
      @Parameters(paramLabel = "NAME") String name,
      @Mixin OutputOption output)
      throws IOException {
    return new ServerAnswers(spec, output)
        .ofAll(
            servers,
            client -> client.post(path(name) + "/resume", Map.of(), ""),
            PolicyCommand::resumed);
  }

  private static void resumed(PrintWriter out, JsonNode policy) {
    var name = Table.plain(QueueText.text(policy, "name"));
    out.println(
        policy.path("suspended").asBoolean()
            ? name + " is suspended (spec.suspended): its mail waits for that"
            : name + " goes on");
  }

  private static String path(String name) {
    return PATH + "/" + ManagementClient.encoded(name);
  }
}
