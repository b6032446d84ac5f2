package io.mailhelm.config;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A config into parts: users and keys hashed into shards stably, so that one change rewrites one
 * shard.
 */
final class Split {
  private Split() {}

  static Document document(ServerConfig config) {
    var parts = new TreeMap<String, byte[]>();
    var hashes = new TreeMap<String, String>();
    shards(config.users(), user -> shardOf(user.address()))
        .forEach((name, json) -> put(parts, hashes, name, json));
    shards(config.keys(), key -> keyShardOf(key.name()))
        .forEach((name, json) -> put(parts, hashes, name, json));
    var index =
        new Index(
            Document.FORMAT,
            config.server(),
            config.domains(),
            config.sendPolicies(),
            config.tombstones(),
            hashes);
    parts.put(Document.INDEX, Canonical.write(index));
    return new Document(parts);
  }

  static String shardOf(Mailbox address) {
    return shard(Canonical.bucket(address.toString(), Document.SHARDS));
  }

  static String keyShardOf(String name) {
    return keyShard(Canonical.bucket(name, Document.KEY_SHARDS));
  }

  static String shard(int bucket) {
    return "%02d".formatted(bucket);
  }

  static String keyShard(int bucket) {
    return "keys-%02d".formatted(bucket);
  }

  private static <T> SortedMap<String, byte[]> shards(List<T> items, Function<T, String> shard) {
    var json = new TreeMap<String, byte[]>();
    items.stream()
        .collect(Collectors.groupingBy(shard, TreeMap::new, Collectors.toList()))
        .forEach((name, members) -> json.put(name, Canonical.write(members)));
    return json;
  }

  private static void put(
      SortedMap<String, byte[]> parts, SortedMap<String, String> hashes, String name, byte[] json) {
    parts.put(name, Canonical.gzip(json));
    hashes.put(name, Canonical.sha256(json));
  }
}
