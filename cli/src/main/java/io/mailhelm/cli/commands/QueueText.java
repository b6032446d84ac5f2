package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailhelm.cli.remote.TerminalText;
import java.io.PrintWriter;

/** Writes the queue as text for people. */
final class QueueText {
  private static final String FIELD = "%-12s %s%n";

  private QueueText() {}

  static void list(PrintWriter out, JsonNode page) {
    var table = new Table("ID", "STATE", "TRIES", "QUEUED", "NEXT", "FROM", "TO", "LAST");
    page.path("deliveries")
        .forEach(
            each ->
                table.add(
                    text(each, "id"),
                    each.path("sending").asBoolean() ? "sending" : text(each, "state"),
                    text(each, "attempts"),
                    seconds(each, "queuedAt"),
                    seconds(each, "due"),
                    text(each, "from"),
                    text(each, "to"),
                    each.has("hold") ? hold(each) : reply(each.path("last"))));
    table.print(out);
    var total = page.path("total").asLong();
    if (page.has("next")) {
      out.printf("%d in all; --after %s shows more%n", total, text(page, "next"));
    }
  }

  static void one(PrintWriter out, JsonNode delivery) {
    for (var field :
        new String[] {
          "id",
          "messageId",
          "state",
          "sending",
          "from",
          "to",
          "subject",
          "user",
          "domain",
          "policy",
          "destination",
          "size",
          "queuedAt",
          "due",
          "expiresAt",
          "endedAt"
        }) {
      if (delivery.has(field)) {
        out.printf(FIELD, field, Table.plain(text(delivery, field)));
      }
    }
    if (delivery.has("hold")) {
      out.printf(FIELD, "held", hold(delivery) + ", since " + text(delivery.path("hold"), "since"));
    }
    out.printf(FIELD, "attempts", text(delivery, "attempts"));
    for (var attempt : delivery.path("history")) {
      out.printf(
          "  %s  %s after %s ms%n",
          text(attempt, "at"), text(attempt, "outcome"), text(attempt, "millis"));
      line(out, "server", text(attempt, "host") + " " + text(attempt, "address"));
      line(out, "TLS", text(attempt, "tls"));
      line(out, "reply", reply(attempt));
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    if (!value.isBlank()) {
      out.printf("    %-7s %s%n", name, Table.plain(value));
    }
  }

  static void lanes(PrintWriter out, JsonNode lanes) {
    var table = new Table("POLICY", "HOP", "CONNECTIONS", "PAUSED UNTIL");
    lanes
        .path("lanes")
        .forEach(
            lane ->
                table.add(
                    text(lane, "policy"),
                    text(lane, "hop"),
                    text(lane, "connections"),
                    seconds(lane, "pausedUntil")));
    table.print(out);
  }

  static void destinations(PrintWriter out, JsonNode answer) {
    var table =
        new Table(
            "POLICY", "DESTINATION", "PROVIDER", "CONNECTIONS", "A MINUTE", "SLOWED", "LAST REPLY");
    answer
        .path("destinations")
        .forEach(
            each ->
                table.add(
                    text(each, "policy"),
                    text(each, "destination"),
                    text(each, "provider"),
                    text(each, "connections") + "/" + text(each, "limit"),
                    text(each, "perMinute"),
                    seconds(each, "slowedSince"),
                    text(each, "lastReply")));
    table.print(out);
  }

  static String done(String action, JsonNode answer) {
    var changed = answer.path("changed").asInt();
    var what = changed == 1 ? "1 delivery" : changed + " deliveries";
    return switch (action) {
      case "hold" -> what + " held";
      case "release" -> what + " released";
      case "retry" -> what + " to be tried now";
      default -> what + " deleted";
    };
  }

  /** The reason of a hold, e.g. {@code capture: its domain captures what goes elsewhere}. */
  private static String hold(JsonNode delivery) {
    return text(delivery.path("hold"), "reason") + ": " + text(delivery.path("hold"), "detail");
  }

  /**
   * The reply of a server, e.g. {@code 452 4.2.2 Mailbox full}; where no server replied, what went
   * wrong.
   */
  private static String reply(JsonNode attempt) {
    var code = attempt.path("code").asInt();
    return String.join(
            " ", code == 0 ? "" : code + "", text(attempt, "enhanced"), text(attempt, "text"))
        .strip();
  }

  /** A time without the fraction of its second. */
  static String seconds(JsonNode node, String field) {
    return text(node, field).replaceFirst("\\.\\d+Z$", "Z");
  }

  /** A field, safe to print. */
  static String text(JsonNode node, String field) {
    return TerminalText.line(node.path(field).asText(""));
  }
}
