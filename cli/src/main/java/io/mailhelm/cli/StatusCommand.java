package io.mailhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.serve.StatusFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = {
      "The resources as the server sees them, what is wrong with them, and what has no effect.",
      "Exit code 1 if one is not ready."
    })
final class StatusCommand implements Callable<Integer> {
  private static final String ROW = "%-11s %-24s %-6s %-32s %s%n";

  @Spec CommandSpec spec;

  @Option(
      names = "--data",
      defaultValue = "mailhelm-data",
      description = "default: ${DEFAULT-VALUE}")
  Path data;

  @Override
  public Integer call() throws Exception {
    if (!Files.isDirectory(data)) {
      throw new IllegalArgumentException(
          data + " is not there: name the data folder of the server with --data");
    }
    var statuses = new StatusFiles(DataFolder.open(data)).all();
    var out = spec.commandLine().getOut();
    out.printf(ROW, "KIND", "NAME", "READY", "WHAT", "WHY");
    statuses.forEach(
        node -> {
          var ready = condition(node, "Ready");
          out.printf(
              ROW,
              node.path("kind").asText(),
              node.at("/metadata/name").asText(),
              ready.path("status").asText("Unknown"),
              what(node),
              why(node));
        });
    statuses.forEach(node -> node.path("notes").forEach(note -> out.println(note.asText())));
    return statuses.stream().allMatch(node -> isTrue(condition(node, "Ready"))) ? 0 : 1;
  }

  /** What is not as it should be; DNS makes nothing unready, and is said all the same. */
  private static String why(JsonNode node) {
    var reasons = new ArrayList<String>();
    var ready = condition(node, "Ready");
    if (!isTrue(ready)) {
      reasons.add(reason(ready));
    }
    for (var type : List.of("DNSReady", "DKIMReady")) {
      var condition = condition(node, type);
      switch (condition.path("status").asText()) {
        case "False" -> reasons.add(type + " " + reason(condition));
        case "Unknown" -> {
          // where nothing is looked at on purpose, there is nothing to do
          if (!condition.path("reason").asText().equals("Capture")) {
            reasons.add(type + " " + reason(condition));
          }
        }
        default -> {
          // As it should be, or of an older form.
        }
      }
    }
    return String.join("; ", reasons);
  }

  private static String reason(JsonNode condition) {
    return condition.path("reason").asText() + ": " + condition.path("message").asText();
  }

  private static boolean isTrue(JsonNode condition) {
    return condition.path("status").asText().equals("True");
  }

  private static String what(JsonNode node) {
    var status = node.path("status");
    return switch (node.path("kind").asText()) {
      case "MailUser" -> status.path("address").asText("-");
      case "MailDomain" ->
          "users: %s, DNS: %s"
              .formatted(
                  status.path("users").asText("0"), status.path("dns").path("ready").asText("-"));
      case "SendPolicy" -> "users: " + status.path("users").asText("0");
      case String other -> "-";
    };
  }

  private static JsonNode condition(JsonNode node, String type) {
    List<JsonNode> conditions =
        StreamSupport.stream(node.at("/status/conditions").spliterator(), false).toList();
    return conditions.stream()
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst()
        .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
  }
}
