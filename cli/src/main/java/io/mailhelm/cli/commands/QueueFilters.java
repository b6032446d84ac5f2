package io.mailhelm.cli.commands;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options that select deliveries. */
final class QueueFilters {
  @Option(
      names = "--state",
      description =
          "queued, held, delivered, failed, expired, cancelled, with commas between; or all")
  Optional<String> state;

  @Option(names = "--domain", description = "the domain of ours it leaves from")
  Optional<String> domain;

  @Option(names = "--destination", description = "the recipient's domain")
  Optional<String> destination;

  @Option(names = "--user", description = "who sent it")
  Optional<String> user;

  @Option(names = "--message", description = "the id of the message")
  Optional<String> message;

  @Option(names = "--recipient", description = "part of the recipient's address")
  Optional<String> recipient;

  @Option(names = "--older-than", description = "at least so long in the queue: 30m, 12h, 2d")
  Optional<String> olderThan;

  /** The query for the API. */
  Map<String, String> query() {
    var query = new TreeMap<String, String>();
    state.ifPresent(value -> query.put("state", value));
    domain.ifPresent(value -> query.put("domain", value));
    destination.ifPresent(value -> query.put("destination", value));
    user.ifPresent(value -> query.put("user", value));
    message.ifPresent(value -> query.put("message", value));
    recipient.ifPresent(value -> query.put("recipient", value));
    olderThan.ifPresent(value -> query.put("olderThan", value));
    return query;
  }
}
