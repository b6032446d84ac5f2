package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Writes how policies do as text for people. */
final class PolicyText {
  private static final String FIELD = "%-12s %s%n";

  private PolicyText() {}

  static void list(PrintWriter out, JsonNode answer) {
    var table =
        new Table(
            "POLICY", "STATE", "SAMPLE", "BOUNCE%", "COMPLAINT%", "BLOCKED%", "DAY", "CAP", "USED");
    for (var policy : answer.path("policies")) {
      var rates = policy.path("rates");
      var warmUp = policy.path("warmUp");
      table.add(
          QueueText.text(policy, "name"),
          state(policy),
          QueueText.text(rates, "sample"),
          QueueText.text(rates, "bouncePercent"),
          QueueText.text(rates, "complaintPercent"),
          QueueText.text(rates, "blockedPercent"),
          QueueText.text(warmUp, "day"),
          QueueText.text(warmUp, "cap"),
          QueueText.text(warmUp, "used"));
      why(table, policy);
    }
    table.print(out);
  }

  private static String state(JsonNode policy) {
    if (policy.path("suspended").asBoolean()) {
      return "suspended";
    }
    return policy.has("paused") ? "paused" : policy.has("warning") ? "warned" : "sends";
  }

  private static void why(Table table, JsonNode policy) {
    if (policy.has("paused")) {
      table.below("since", QueueText.seconds(policy.path("paused"), "since"));
      table.below("why", QueueText.text(policy.path("paused"), "message"));
    } else if (policy.has("warning")) {
      table.below("why", QueueText.text(policy, "warning"));
    }
  }

  static void one(PrintWriter out, JsonNode policy) {
    out.printf(FIELD, "policy", Table.plain(QueueText.text(policy, "name")));
    out.printf(FIELD, "state", state(policy));
    var paused = policy.path("paused");
    if (policy.has("paused")) {
      out.printf(FIELD, "paused since", QueueText.seconds(paused, "since"));
      out.printf(FIELD, "reason", Table.plain(QueueText.text(paused, "reason")));
      out.printf(FIELD, "why", Table.plain(QueueText.text(paused, "message")));
    }
    if (policy.has("warning")) {
      out.printf(FIELD, "warning", Table.plain(QueueText.text(policy, "warning")));
    }
    if (policy.has("resumedAt")) {
      out.printf(FIELD, "resumed at", QueueText.seconds(policy, "resumedAt"));
    }
    rates(out, policy.path("rates"));
    warmUp(out, policy.path("warmUp"));
  }

  private static void rates(PrintWriter out, JsonNode rates) {
    out.printf(FIELD, "window", Table.plain(QueueText.text(rates, "window")));
    out.printf(FIELD, "recipients", QueueText.text(rates, "sample"));
    out.printf(FIELD, "delivered", QueueText.text(rates, "delivered"));
    out.printf(FIELD, "bounced", of(rates, "bounced", "bouncePercent"));
    out.printf(FIELD, "blocked", of(rates, "blocked", "blockedPercent"));
    out.printf(FIELD, "full", QueueText.text(rates, "full"));
    out.printf(FIELD, "complained", of(rates, "complained", "complaintPercent"));
    if (!rates.path("worst").isEmpty()) {
      out.println();
      var table = new Table("DESTINATION", "BOUNCED", "BLOCKED", "COMPLAINED");
      for (var each : rates.path("worst")) {
        table.add(
            QueueText.text(each, "domain"),
            QueueText.text(each, "bounced"),
            QueueText.text(each, "blocked"),
            QueueText.text(each, "complained"));
      }
      table.print(out);
    }
  }

  private static String of(JsonNode rates, String count, String percent) {
    return Table.plain(
        "%s (%s %%)".formatted(QueueText.text(rates, count), QueueText.text(rates, percent)));
  }

  private static void warmUp(PrintWriter out, JsonNode warmUp) {
    if (warmUp.has("day")) {
      out.printf(
          FIELD,
          "warm-up",
          Table.plain(
              "day %s, %s of %s used, next day %s"
                  .formatted(
                      QueueText.text(warmUp, "day"),
                      QueueText.text(warmUp, "used"),
                      warmUp.has("cap") ? QueueText.text(warmUp, "cap") : "any number",
                      QueueText.seconds(warmUp, "resetsAt"))));
    }
  }
}
