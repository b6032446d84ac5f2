package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Writes resources and their statuses as text for people, in the form of an API server or in that
 * of a laptop's server, which adds {@code notes} and keeps of the spec only whether it is
 * suspended.
 */
public final class StatusText {
  private static final String ROW = "%-11s %-24s %-6s %-32s %s%n";

  private StatusText() {}

  /**
   * Prints a row for each resource, with what has no effect below it.
   *
   * @return whether all are ready
   */
  public static boolean print(PrintWriter out, List<? extends JsonNode> resources) {
    out.printf(ROW, "KIND", "NAME", "READY", "WHAT", "WHY");
    resources.forEach(
        node ->
            out.printf(
                ROW,
                Table.plain(node.path("kind").asText()),
                Table.plain(node.at("/metadata/name").asText()),
                Table.plain(condition(node, "Ready").path("status").asText("Unknown")),
                Table.plain(what(node)),
                Table.plain(why(node))));
    resources.forEach(
        node -> node.path("notes").forEach(note -> out.println(Table.plain(note.asText()))));
    return resources.stream().allMatch(node -> isTrue(condition(node, "Ready")));
  }

  /** What is wrong. DNS never makes a resource unready, but is mentioned all the same. */
  private static String why(JsonNode node) {
    var reasons = new ArrayList<String>();
    if (node.at("/spec/suspended").asBoolean()) {
      reasons.add(
          node.path("kind").asText().equals("MailUser")
              ? "suspended: may not log in or send, still receives"
              : "suspended: nobody it governs may send");
    }
    var ready = condition(node, "Ready");
    if (!isTrue(ready)) {
      reasons.add(reason(ready));
    }
    for (var type : List.of("StorageReady", "DNSReady", "DKIMReady")) {
      var condition = condition(node, type);
      if (isToBeSaid(condition, type)) {
        reasons.add(type + " " + reason(condition));
      }
    }
    return String.join("; ", reasons);
  }

  private static boolean isToBeSaid(JsonNode condition, String type) {
    return switch (condition.path("status").asText()) {
      case "False" -> true;
      // A laptop's storage is nobody's to look at; with Capture nothing is looked at on purpose.
      case "Unknown" ->
          !type.equals("StorageReady") && !condition.path("reason").asText().equals("Capture");
      default -> false;
    };
  }

  private static String reason(JsonNode condition) {
    return condition.isMissingNode()
        ? "nobody has looked at it: is the operator, or the server, running?"
        : condition.path("reason").asText() + ": " + condition.path("message").asText();
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
    return StreamSupport.stream(node.at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }
}
