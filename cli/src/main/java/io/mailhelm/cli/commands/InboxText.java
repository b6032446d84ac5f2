package io.mailhelm.cli.commands;

import static io.mailhelm.cli.commands.QueueText.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Writes messages as text for people. */
final class InboxText {
  private static final String FIELD = "%-12s %s%n";

  private InboxText() {}

  static void page(PrintWriter out, JsonNode page) {
    list(out, page.path("emails"));
    if (page.has("next")) {
      out.printf(
          "%d in all; --after %s shows more%n", page.path("total").asLong(), text(page, "next"));
    }
  }

  static void list(PrintWriter out, JsonNode entries) {
    var table = new Table("ID", "MAILBOX", "READ", "DATE", "FROM", "SUBJECT");
    entries.forEach(
        each ->
            table.add(
                text(each, "id"),
                text(each, "user"),
                each.path("captured").asBoolean()
                    ? "captured"
                    : each.path("read").asBoolean() ? "yes" : "no",
                QueueText.seconds(each, "date"),
                text(each, "from"),
                text(each, "subject")));
    table.print(out);
  }

  static void one(PrintWriter out, JsonNode message) {
    for (var field : List.of("id", "messageId", "user", "date", "from", "subject", "size")) {
      out.printf(FIELD, field, Table.plain(text(message, field)));
    }
    message.path("to").forEach(to -> out.printf(FIELD, "to", Table.plain(to.asText())));
    message
        .path("attachments")
        .forEach(
            each ->
                out.printf(
                    FIELD,
                    "attachment",
                    Table.plain(
                        "%s (%s, %s octets)"
                            .formatted(
                                text(each, "name"), text(each, "type"), text(each, "size")))));
    out.println();
    if (message.has("text")) {
      message.path("text").asText().lines().forEach(line -> out.println(Table.shown(line)));
    } else if (message.has("html")) {
      out.println("(HTML alone: -o json shows it)");
    }
    if (message.path("truncated").asBoolean()) {
      out.println("(something was left out for its size: GET /inbox/ID/raw has all)");
    }
  }
}
