package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.mailhelm.cli.remote.AskedServer;
import io.mailhelm.cli.remote.AskedServers;
import io.mailhelm.cli.remote.ManagementClient;
import io.mailhelm.cli.remote.ServerRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Prints the answers of servers to one question. Where several are asked, each answer is printed
 * under its server's name, and a server that does not answer does not stop the others.
 */
final class ServerAnswers {
  private final PrintWriter out;
  private final PrintWriter err;
  private final OutputOption output;

  ServerAnswers(CommandSpec spec, OutputOption output) {
    this.out = spec.commandLine().getOut();
    this.err = spec.commandLine().getErr();
    this.output = output;
  }

  /**
   * Asks all servers.
   *
   * @param text prints one answer for people
   * @return the exit code: 1 when one of several did not answer
   */
  int ofAll(
      AskedServers servers,
      Function<ManagementClient, JsonNode> question,
      BiConsumer<PrintWriter, JsonNode> text)
      throws IOException {
    return of(servers.all(), question, text);
  }

  /**
   * Asks all servers for their first page. For a later page only one is asked, because a position
   * belongs to one server.
   *
   * @param after the end of the page before
   */
  int ofPage(
      AskedServers servers,
      Optional<String> after,
      Function<ManagementClient, JsonNode> question,
      BiConsumer<PrintWriter, JsonNode> text)
      throws IOException {
    return of(after.isPresent() ? List.of(servers.one()) : servers.all(), question, text);
  }

  /** Asks one server, as {@link #ofAll} does all. */
  int of(
      List<AskedServer> servers,
      Function<ManagementClient, JsonNode> question,
      BiConsumer<PrintWriter, JsonNode> text) {
    if (servers.size() == 1) {
      one(question.apply(servers.getFirst().client()), text);
      return 0;
    }
    var answers = new LinkedHashMap<String, JsonNode>();
    for (var server : servers) {
      try {
        answers.put(server.name(), question.apply(server.client()));
      } catch (ServerRefusedException e) {
        err.println("mailhelm: " + server.name() + ": " + e.getMessage());
      }
    }
    several(answers, text);
    return answers.size() == servers.size() ? 0 : 1;
  }

  private void one(JsonNode answer, BiConsumer<PrintWriter, JsonNode> text) {
    if (output.isJson()) {
      OutputOption.print(out, answer);
    } else {
      text.accept(out, answer);
    }
  }

  private void several(Map<String, JsonNode> answers, BiConsumer<PrintWriter, JsonNode> text) {
    if (output.isJson()) {
      var all = JsonNodeFactory.instance.arrayNode();
      answers.forEach((name, answer) -> all.addObject().put("server", name).set("answer", answer));
      OutputOption.print(out, all);
      return;
    }
    answers.forEach(
        (name, answer) -> {
          out.println(name + ":");
          text.accept(out, answer);
        });
  }
}
