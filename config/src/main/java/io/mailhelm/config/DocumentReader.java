package io.mailhelm.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the parts of a document into a config; only a complete and matching set is accepted. */
final class DocumentReader {
  private static final TypeReference<Form> FORM = new TypeReference<>() {};
  private static final TypeReference<ConfigIndex> INDEX = new TypeReference<>() {};
  private static final TypeReference<UserShard> SHARD = new TypeReference<>() {};
  private static final TypeReference<KeyShard> KEYS = new TypeReference<>() {};
  private static final TypeReference<List<KeyPem>> FORMER_KEYS = new TypeReference<>() {};
  private static final TypeReference<ObjectNode> TREE = new TypeReference<>() {};

  private DocumentReader() {}

  /** The only field that the index of every format is sure to have. */
  private record Form(int format) {}

  static ServerConfig config(ConfigDocument document) {
    var index = index(document);
    var shards = new TreeMap<String, byte[]>();
    index.shards().forEach((name, hash) -> shards.put(name, shard(document, name, hash)));
    return config(index, shards);
  }

  static ServerConfig mixed(ConfigDocument document) {
    var shards = new TreeMap<String, byte[]>();
    document.parts().entrySet().stream()
        .filter(part -> !part.getKey().equals(ConfigDocument.INDEX))
        .forEach(part -> shards.put(part.getKey(), CanonicalJson.gunzip(part.getValue())));
    return config(index(document), shards);
  }

  static int format(ConfigDocument document) {
    var format = CanonicalJson.read(document.parts().get(ConfigDocument.INDEX), FORM).format();
    if (format < 1) {
      throw new IllegalArgumentException("the config does not say its format");
    }
    return format;
  }

  private static ConfigIndex index(ConfigDocument document) {
    var octets = document.parts().get(ConfigDocument.INDEX);
    // Before the rest is read: in another format it may mean something else.
    var format = format(document);
    if (!ConfigDocument.FORMATS.contains(format)) {
      throw new IllegalArgumentException(
          "the config is of format %d and this version reads %s"
              .formatted(format, ConfigDocument.FORMATS));
    }
    if (format < ConfigDocument.FORMAT) {
      var former = CanonicalJson.read(octets, TREE);
      FormerFormats.complete(former);
      octets = CanonicalJson.write(former);
    }
    return CanonicalJson.read(octets, INDEX);
  }

  private static ServerConfig config(ConfigIndex index, SortedMap<String, byte[]> shards) {
    var users = new ArrayList<User>();
    var tombstones = new ArrayList<Tombstone>();
    var closed = new ArrayList<ClosedMailbox>();
    var decoys = new ArrayList<DecoyKey>();
    var keys = new ArrayList<KeyPem>();
    var credentials = new ArrayList<RelayCredential>();
    shards.forEach(
        (name, json) -> {
          if (name.startsWith("keys-")) {
            var shard = keys(json);
            keys.addAll(shard.keys());
            credentials.addAll(shard.credentials());
            shard.decoyKey().ifPresent(decoys::add);
          } else {
            var shard = CanonicalJson.read(json, SHARD);
            users.addAll(shard.users());
            tombstones.addAll(shard.tombstones());
            closed.addAll(shard.closed());
          }
        });
    return new ServerConfig(
        index.server(),
        index.domains(),
        users,
        index.sendPolicies(),
        tombstones,
        closed,
        keys,
        credentials,
        decoys.stream().findFirst(),
        index.stores());
  }

  /**
   * Reads a key shard. Its own form decides and not the index's format, because in a mix of two
   * documents they may differ.
   */
  private static KeyShard keys(byte[] json) {
    return json.length > 0 && json[0] == '['
        ? new KeyShard(CanonicalJson.read(json, FORMER_KEYS), List.of(), Optional.empty())
        : CanonicalJson.read(json, KEYS);
  }

  private static byte[] shard(ConfigDocument document, String name, String hash) {
    var packed = document.parts().get(name);
    if (packed == null) {
      throw new IncompleteDocumentException("shard " + name + " is missing");
    }
    var json = CanonicalJson.gunzip(packed);
    if (!CanonicalJson.sha256(json).equals(hash)) {
      throw new IncompleteDocumentException("shard " + name + " is not the one the index lists");
    }
    return json;
  }
}
