package io.mailhelm.cli.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DomainReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import java.io.PrintWriter;
import java.util.List;

/** Writes DNS reports as text for people and as JSON. */
public final class DnsText {
  private static final int MOST_SHOWN = 8;

  private DnsText() {}

  /** The form of a report. */
  public enum Form {
    table,
    json,
    zone
  }

  /** Prints reports in a form. */
  public static void print(PrintWriter out, Form form, List<DomainReport> reports) {
    switch (form) {
      case table -> table(out, reports);
      case json -> OutputOption.print(out, json(reports));
      case zone -> reports.forEach(each -> out.print(each.report().zoneFile()));
    }
    out.flush();
  }

  private static void table(PrintWriter out, List<DomainReport> reports) {
    var first = true;
    for (var each : reports) {
      if (!first) {
        out.println();
      }
      first = false;
      var report = each.report();
      out.printf(
          "%s: %s required records are right, DNSSEC: %s%n",
          each.domain().unicode(), report.ready(), report.dnssec());
      var table = new Table("PURPOSE", "NAME", "TYPE", "VERDICT");
      report.records().forEach(record -> row(table, record));
      table.print(out);
      report.listings().forEach(listing -> row(out, listing));
    }
    if (reports.stream().anyMatch(each -> !each.isReady())) {
      out.printf("%n--output zone prints the records to paste into the zone.%n");
    }
  }

  private static void row(Table table, RecordReport record) {
    var right = record.verdict() == RecordVerdict.Match;
    table.add(
        record.purpose().name(),
        record.name(),
        record.type(),
        record.verdict() + (right || record.required() ? "" : " (optional)"));
    if (!right && !record.expected().isEmpty()) {
      table.below("expected", record.expected());
    }
    record.observed().stream()
        .limit(MOST_SHOWN)
        .forEach(value -> table.below("observed", right ? cut(value) : value));
    if (!record.advice().isEmpty()) {
      table.below("advice", record.advice());
    }
  }

  private static void row(PrintWriter out, BlockListing listing) {
    out.println(
        Table.plain(
            "%s by %s: %s  %s"
                .formatted(listing.state(), listing.zone(), listing.subject(), listing.text())));
  }

  /** The value of a record that is right, cut: it need not be read to its end. */
  private static String cut(String value) {
    var room = Table.LINE - 14;
    return value.length() <= room ? value : value.substring(0, room - 1) + "…";
  }

  private static JsonNode json(List<DomainReport> reports) {
    var all = JsonNodeFactory.instance.arrayNode();
    for (var each : reports) {
      var report = each.report();
      var node = all.addObject();
      node.put("domain", each.domain().ascii())
          .put("ready", report.ready())
          .put("dnssec", report.dnssec().name());
      var records = node.putArray("records");
      report.records().forEach(record -> records.add(json(record)));
      node.put("zoneFile", report.zoneFile());
      var lists = node.putArray("blockLists");
      report.listings().forEach(listing -> lists.add(json(listing)));
    }
    return all;
  }

  private static ObjectNode json(RecordReport record) {
    var node =
        JsonNodeFactory.instance
            .objectNode()
            .put("purpose", record.purpose().name())
            .put("name", record.name())
            .put("type", record.type())
            .put("expected", record.expected());
    var observed = node.putArray("observed");
    record.observed().forEach(observed::add);
    return node.put("verdict", record.verdict().name())
        .put("required", record.required())
        .put("advice", record.advice());
  }

  private static ObjectNode json(BlockListing listing) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("zone", listing.zone())
        .put("subject", listing.subject())
        .put("state", listing.state().name())
        .put("text", listing.text());
  }
}
