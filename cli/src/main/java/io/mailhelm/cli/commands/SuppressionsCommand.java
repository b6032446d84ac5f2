package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.ManagementClient;
import java.io.IOException;
import java.io.PrintWriter;
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
 * {@code suppressions}: shows and changes the addresses to which domains send no mail. Each server
 * has its own list, and all are changed.
 */
@Command(
    name = "suppressions",
    synopsisSubcommandLabel = "COMMAND",
    description = "Addresses that a domain of ours does not mail.")
public final class SuppressionsCommand {
  private static final String DOMAIN = "the domain of ours; may be left out where there is one";
  private static final String PATH = "/suppressions";

  @Spec CommandSpec spec;

  @Command(name = "list", description = "Who is on the list, and why.")
  int list(
      @Mixin AskedServers servers,
      @Option(names = "--domain", description = "only of this domain of ours")
          Optional<String> domain,
      @Option(names = "--limit", defaultValue = "100", description = "default: ${DEFAULT-VALUE}")
          int limit,
      @Option(names = "--after", description = "what the page before said") Optional<String> after,
      @Mixin OutputOption output)
      throws IOException {
    var query = new TreeMap<>(of(domain));
    query.put("limit", Integer.toString(limit));
    after.ifPresent(position -> query.put("after", position));
    return new ServerAnswers(spec, output)
        .ofPage(servers, after, client -> client.get(PATH, query), SuppressionsCommand::list);
  }

  private static void list(PrintWriter out, JsonNode page) {
    var table = new Table("ADDRESS", "DOMAIN", "REASON", "SINCE", "DETAIL");
    page.path("suppressions")
        .forEach(
            each ->
                table.add(
                    QueueText.text(each, "address"),
                    QueueText.text(each, "domain"),
                    QueueText.text(each, "reason"),
                    QueueText.seconds(each, "since"),
                    QueueText.text(each, "detail")));
    table.print(out);
    if (page.has("next")) {
      out.printf("--after '%s' shows more%n", QueueText.text(page, "next"));
    }
  }

  @Command(name = "add", description = "Do not mail an address any more.")
  int add(
      @Mixin AskedServers servers,
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(names = "--domain", description = DOMAIN) Optional<String> domain,
      @Option(names = "--detail", description = "why, for people") Optional<String> detail,
      @Mixin OutputOption output)
      throws IOException {
    var body = JsonNodeFactory.instance.objectNode().put("address", address);
    domain.ifPresent(name -> body.put("domain", name));
    detail.ifPresent(words -> body.put("detail", words));
    return new ServerAnswers(spec, output)
        .ofAll(
            servers,
            client -> client.post(PATH, Map.of(), body.toString()),
            (out, added) ->
                out.printf(
                    "%s does not mail %s (%s)%n",
                    QueueText.text(added, "domain"),
                    QueueText.text(added, "address"),
                    QueueText.text(added, "reason")));
  }

  @Command(name = "remove", description = "Mail an address again.")
  int remove(
      @Mixin AskedServers servers,
      @Parameters(paramLabel = "ADDRESS") String address,
      @Option(names = "--domain", description = DOMAIN) Optional<String> domain,
      @Mixin OutputOption output)
      throws IOException {
    return new ServerAnswers(spec, output)
        .ofAll(
            servers,
            client -> client.delete(PATH + "/" + ManagementClient.encoded(address), of(domain)),
            (out, none) -> out.println(address + " is off the list"));
  }

  private static Map<String, String> of(Optional<String> domain) {
    return domain.map(name -> Map.of("domain", name)).orElse(Map.of());
  }
}
