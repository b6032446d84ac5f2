package io.mailhelm.compiler;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Limits the users of a shard to what a Secret holds, 1 MiB: an overfull shard refuses its newest
 * users.
 */
final class ShardBound {
  /** The most octets of a gzipped shard; the rest of the MiB is a margin. */
  static final int MAX_OCTETS = 900 << 10;

  private final int maxOctets;
  private final LastGood lastGood;
  private final Problems problems;

  ShardBound(int maxOctets, LastGood lastGood, Problems problems) {
    this.maxOctets = maxOctets;
    this.lastGood = lastGood;
    this.problems = problems;
  }

  /**
   * The users that fit.
   *
   * @param newestFirst the order in which users are refused
   */
  List<User> fit(ServerConfig config, Comparator<User> newestFirst) {
    var users = new ArrayList<>(config.users());
    while (true) {
      var overfull = new TreeMap<>(ConfigDocument.of(config.withUsers(users)).parts());
      overfull.values().removeIf(octets -> octets.length <= maxOctets);
      overfull.keySet().removeIf(name -> !name.matches("[0-9]{2}"));
      if (overfull.isEmpty()) {
        return users;
      }
      overfull.forEach((shard, octets) -> relieve(shard, octets.length, users, newestFirst));
    }
  }

  /**
   * Refuses half of what seems too much, and at least one user, because the size after compression
   * is not known before.
   */
  private void relieve(String shard, long octets, List<User> users, Comparator<User> newestFirst) {
    var inShard =
        users.stream()
            .filter(user -> ConfigDocument.shardOf(user.address()).equals(shard))
            .sorted(newestFirst)
            .toList();
    var excess = Math.ceilDiv((octets - maxOctets) * inShard.size(), octets);
    inShard.stream().limit(Math.max(1, excess / 2)).forEach(user -> refuse(user, users));
  }

  private void refuse(User user, List<User> users) {
    users.remove(user);
    lastGood.user(user.resource()).filter(good -> !good.equals(user)).ifPresent(users::add);
    problems.error(
        user.resource(),
        Reason.ShardFull,
        "",
        "its part of the config is full (%d KiB): shorten aliases, or move users to another server"
            .formatted(maxOctets >> 10));
  }
}
