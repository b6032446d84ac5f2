package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Writes resources and their statuses as text for people, in the form of an API server or in that
 * of a laptop's server, which adds {@code notes} and keeps of the spec only whether it is
 * suspended.
 */
public final class StatusText {
  private static final String ROW = "%-11s %-24s %-6s %-32s %s%n";

  /** A laptop has no volumes and no pods: nobody looks at them. */
  private static final Set<String> OF_A_CLUSTER = Set.of("StorageReady", "UpToDate");

  /** They have whole records in them, keys too; the command {@code dns} shows them. */
  private static final Set<String> OF_DNS = Set.of("DNSReady", "DKIMReady");

  private static final int SENTENCE = 120;

  /** What to do may be a command, which is of use only as a whole. */
  private static final int SENTENCES = 400;

  private StatusText() {}

  /**
   * A row for each, with what is wrong in lines below each other, and what has no effect at the
   * end.
   *
   * @param whole where all of it is, for where something had to be cut
   * @return whether all are ready
   */
  public static boolean print(PrintWriter out, List<? extends JsonNode> resources, String whole) {
    out.printf(ROW, "KIND", "NAME", "READY", "WHAT", "WHY");
    var cut = false;
    for (var node : resources) {
      var reasons = why(node);
      out.printf(
          ROW,
          Table.plain(node.path("kind").asText()),
          Table.plain(node.at("/metadata/name").asText()),
          Table.plain(condition(node, "Ready").path("status").asText("Unknown")),
          Table.plain(what(node)),
          reasons.isEmpty() ? "" : reasons.getFirst());
      reasons.stream().skip(1).forEach(reason -> out.printf(ROW, "", "", "", "", reason));
      cut |= reasons.stream().anyMatch(reason -> reason.endsWith(Table.CUT));
    }
    if (cut) {
      out.println("What ends with " + Table.CUT + " is longer: " + whole);
    }
    resources.forEach(
        node -> node.path("notes").forEach(note -> out.println(Table.plain(note.asText()))));
    return resources.stream().allMatch(node -> isTrue(condition(node, "Ready")));
  }

  /** What is not as it should be; DNS makes nothing unready, and is said all the same. */
  private static List<String> why(JsonNode node) {
    var reasons = new ArrayList<String>();
    if (node.at("/spec/suspended").asBoolean()) {
      reasons.add(
          node.path("kind").asText().equals("MailUser")
              ? "suspended: may not log in or send, still receives"
              : "suspended: nobody it governs may send");
    }
    var ready = condition(node, "Ready");
    if (!isTrue(ready)) {
      reasons.add(Table.cut(Table.plain(reason(ready)), SENTENCES));
    }
    for (var type : List.of("StorageReady", "UpToDate", "DNSReady", "DKIMReady")) {
      var condition = condition(node, type);
      if (isToBeSaid(condition, type)) {
        reasons.add(
            Table.cut(
                Table.plain(type + " " + reason(condition)),
                OF_DNS.contains(type) ? SENTENCE : SENTENCES));
      }
    }
    for (var type : List.of("Paused", "Blocked")) {
      var condition = condition(node, type);
      // That it is suspended stands above.
      if (isTrue(condition) && !condition.path("reason").asText().equals("Manual")) {
        reasons.add(Table.cut(Table.plain(type + " " + reason(condition)), SENTENCES));
      }
    }
    return reasons;
  }

  private static boolean isToBeSaid(JsonNode condition, String type) {
    return switch (condition.path("status").asText()) {
      case "False" -> true;
      // With Capture nothing is looked at on purpose.
      case "Unknown" ->
          !OF_A_CLUSTER.contains(type) && !condition.path("reason").asText().equals("Capture");
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
      case "SendPolicy" -> "users: " + status.path("users").asText("0") + bounces(status);
      case String other -> "-";
    };
  }

  private static String bounces(JsonNode status) {
    var rates = status.path("rates");
    return rates.path("sample").asInt() == 0
        ? ""
        : ", bounces: %s %%".formatted(rates.path("bouncePercent").asText());
  }

  private static JsonNode condition(JsonNode node, String type) {
    return StreamSupport.stream(node.at("/status/conditions").spliterator(), false)
        .filter(condition -> condition.path("type").asText().equals(type))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }
}
