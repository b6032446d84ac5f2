package io.mailhelm.compiler;

import io.mailhelm.config.ClosedMailbox;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ServerConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Limits closed mailboxes to the room that is left in the shards of users, so that no user is
 * refused because of one.
 */
final class ClosedBound {
  private final int maxOctets;

  /**
   * @param maxOctets the most octets of a gzipped shard
   */
  ClosedBound(int maxOctets) {
    this.maxOctets = maxOctets;
  }

  /**
   * Those that fit: the first ones of each shard, and none of a shard that is full without them.
   *
   * @param config what the shards hold beside them
   * @param closed in the order in which they were closed
   */
  List<ClosedMailbox> fit(ServerConfig config, List<ClosedMailbox> closed) {
    var parts = ConfigDocument.of(config.withClosed(closed)).parts();
    var shards = closed.stream().collect(Collectors.groupingBy(ClosedBound::shard));
    shards.replaceAll(
        (name, all) ->
            Optional.ofNullable(parts.get(name)).filter(part -> part.length > maxOctets).isEmpty()
                ? all
                : first(only(config, name), name, all));
    return shards.values().stream().flatMap(List::stream).toList();
  }

  /**
   * The first ones of a shard that fit. It searches by halves, because the size after compression
   * is not known before.
   */
  private List<ClosedMailbox> first(ServerConfig shard, String name, List<ClosedMailbox> all) {
    int fits = 0;
    int tooMany = all.size();
    while (tooMany - fits > 1) {
      int tried = (fits + tooMany) >>> 1;
      var parts = ConfigDocument.of(shard.withClosed(all.subList(0, tried))).parts();
      if (parts.get(name).length <= maxOctets) {
        fits = tried;
      } else {
        tooMany = tried;
      }
    }
    return all.subList(0, fits);
  }

  /** The config of one shard alone, because it is measured often. */
  private static ServerConfig only(ServerConfig config, String name) {
    return config
        .withUsers(in(name, config.users(), user -> user.address()))
        .withTombstones(in(name, config.tombstones(), tombstone -> tombstone.address()));
  }

  private static <T> List<T> in(String name, List<T> all, Function<T, Mailbox> address) {
    return all.stream()
        .filter(each -> ConfigDocument.shardOf(address.apply(each)).equals(name))
        .toList();
  }

  private static String shard(ClosedMailbox mailbox) {
    return ConfigDocument.shardOf(mailbox.address());
  }
}
