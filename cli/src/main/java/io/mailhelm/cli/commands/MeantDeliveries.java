package io.mailhelm.cli.commands;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say which deliveries a command changes: ids, filters, or all. */
final class MeantDeliveries {
  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "deliveries by their ids; or give filters")
  private List<String> ids = List.of();

  @Mixin private QueueFilters filters = new QueueFilters();

  @Option(names = "--all", description = "without a filter: everything")
  private boolean all;

  /** The ids that were given; empty where filters select. */
  List<String> ids() {
    return ids == null ? List.of() : ids;
  }

  /**
   * The query for the API where no ids were given.
   *
   * @throws IllegalArgumentException when the options select nothing, or select in two ways
   */
  Map<String, String> query() {
    var query = new TreeMap<>(filters.query());
    if (!ids().isEmpty() && (all || !query.isEmpty())) {
      throw new IllegalArgumentException("give ids, or filters, or --all: not two of them");
    }
    if (ids().isEmpty() && !all && query.isEmpty()) {
      throw new IllegalArgumentException(
          "say which are meant: give ids, a filter such as --destination, or --all");
    }
    if (all) {
      query.put("all", "true");
    }
    return query;
  }
}
