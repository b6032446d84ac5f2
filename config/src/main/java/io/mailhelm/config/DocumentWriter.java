package io.mailhelm.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a config as parts: users and keys are assigned to shards by a stable hash, so that one
 * change rewrites one shard.
 */
final class DocumentWriter {
  private DocumentWriter() {}

  static ConfigDocument document(ServerConfig config) {
    var parts = new TreeMap<String, byte[]>();
    var hashes = new TreeMap<String, String>();
    var users = grouped(config.users(), user -> shardOf(user.address()));
    // Ten thousand mailboxes to remove are too many for one part.
    var tombstones = grouped(config.tombstones(), tombstone -> shardOf(tombstone.address()));
    var closed = grouped(config.closed(), mailbox -> shardOf(mailbox.address()));
    names(users, tombstones, closed)
        .forEach(
            name ->
                put(
                    parts,
                    hashes,
                    name,
                    new UserShard(
                        users.getOrDefault(name, List.of()),
                        tombstones.getOrDefault(name, List.of()),
                        closed.getOrDefault(name, List.of()))));
    var keys = grouped(config.keys(), key -> keyShardOf(key.name()));
    var credentials = grouped(config.credentials(), login -> keyShardOf(login.name()));
    var decoys =
        config.decoyKey().stream()
            .collect(Collectors.toMap(key -> keyShardOf(KeyShard.DECOYS), key -> key));
    names(keys, credentials, decoys)
        .forEach(
            name ->
                put(
                    parts,
                    hashes,
                    name,
                    new KeyShard(
                        keys.getOrDefault(name, List.of()),
                        credentials.getOrDefault(name, List.of()),
                        Optional.ofNullable(decoys.get(name)))));
    var index =
        new ConfigIndex(
            ConfigDocument.FORMAT,
            config.server(),
            config.domains(),
            config.sendPolicies(),
            config.stores(),
            hashes);
    parts.put(ConfigDocument.INDEX, CanonicalJson.write(index));
    return new ConfigDocument(parts);
  }

  static String shardOf(Mailbox address) {
    return shard(CanonicalJson.bucket(address.toString(), ConfigDocument.SHARDS));
  }

  static String keyShardOf(String name) {
    return keyShard(CanonicalJson.bucket(name, ConfigDocument.KEY_SHARDS));
  }

  static String shard(int bucket) {
    return "%02d".formatted(bucket);
  }

  static String keyShard(int bucket) {
    return "keys-%02d".formatted(bucket);
  }

  @SafeVarargs
  private static Stream<String> names(Map<String, ?>... shards) {
    return Stream.of(shards).flatMap(shard -> shard.keySet().stream()).distinct();
  }

  private static <T> SortedMap<String, List<T>> grouped(List<T> items, Function<T, String> shard) {
    return items.stream().collect(Collectors.groupingBy(shard, TreeMap::new, Collectors.toList()));
  }

  private static void put(
      SortedMap<String, byte[]> parts,
      SortedMap<String, String> hashes,
      String name,
      Object content) {
    var json = CanonicalJson.write(content);
    parts.put(name, CanonicalJson.gzip(json));
    hashes.put(name, CanonicalJson.sha256(json));
  }
}
