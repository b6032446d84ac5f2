package io.mailhelm.config;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A config in its stored form: an index, shards of users and shards of keys, each in a Secret (or
 * file) of its own.
 *
 * @param parts content by name: {@value #INDEX} (JSON), {@code 00} … {@code 63} and {@code keys-00}
 *     … {@code keys-15} (gzipped JSON; absent when empty)
 */
public record ConfigDocument(SortedMap<String, byte[]> parts) {
  /** The name of the part that lists all others with their hashes. */
  public static final String INDEX = "index";

  /**
   * The format that this version writes. Pods never have to change to a new one all at once: every
   * version reads all formats that were ever written, and a format that pods do not read yet is not
   * written.
   */
  public static final int FORMAT = 6;

  /**
   * The formats that this version reads. Format 1 had nothing on sending, 2 nothing on DNS records,
   * 3 fewer limits, 4 no grace for changed passwords and no mailboxes to take up, 5 no limits on
   * what is sent.
   */
  public static final List<Integer> FORMATS = List.of(1, 2, 3, 4, 5, FORMAT);

  static final int SHARDS = 64;
  static final int KEY_SHARDS = 16;

  public ConfigDocument {
    parts = new TreeMap<>(parts);
    if (!parts.containsKey(INDEX)) {
      throw new IncompleteDocumentException("the index is missing");
    }
  }

  /**
   * The format in which it is written, whether this version reads it or not.
   *
   * @throws IllegalArgumentException when the index does not say
   */
  public int format() {
    return DocumentReader.format(this);
  }

  /** SHA-256 of the index, in hex. It covers every shard, because the index lists theirs. */
  public String hash() {
    return CanonicalJson.sha256(Objects.requireNonNull(parts.get(INDEX)));
  }

  /** The name of the shard of a user with this address; the same in every version. */
  public static String shardOf(Mailbox address) {
    return DocumentWriter.shardOf(address);
  }

  /** The names of all possible parts, the index first: a volume needs room for them. */
  public static List<String> names() {
    return Stream.of(
            Stream.of(INDEX),
            IntStream.range(0, SHARDS).mapToObj(DocumentWriter::shard),
            IntStream.range(0, KEY_SHARDS).mapToObj(DocumentWriter::keyShard))
        .flatMap(part -> part)
        .toList();
  }

  /** The document of a config. Equal configs give equal bytes. */
  public static ConfigDocument of(ServerConfig config) {
    return DocumentWriter.document(config);
  }

  /**
   * The config of a document.
   *
   * @throws IncompleteDocumentException when a part is missing or is not the one the index lists,
   *     as while a volume is being updated
   * @throws IllegalArgumentException when it is of a format this version does not read
   */
  public ServerConfig config() {
    return DocumentReader.config(this);
  }

  /**
   * The config of a document that may be a mix of two, as after a crash between writing its parts:
   * every part is read, whichever hash the index lists. It may serve as the last good config of a
   * compilation, but must never be run.
   *
   * @throws IllegalArgumentException when a part cannot be read at all
   */
  public ServerConfig mixed() {
    return DocumentReader.mixed(this);
  }
}
