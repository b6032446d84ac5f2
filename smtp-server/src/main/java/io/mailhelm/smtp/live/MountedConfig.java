package io.mailhelm.smtp.live;

import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Reads the config from a mounted volume: one file for each part, named like the part. An update
 * may be seen half-way, because each part is a Secret of its own and they arrive one by one; only a
 * complete and matching set counts. One thread at a time.
 */
public final class MountedConfig {
  private static final Pattern PART = Pattern.compile("index|keys-[0-9]{2}|[0-9]{2}");

  /** A Secret holds 1 MiB at most; what is larger is none of ours and not worth the memory. */
  private static final long MAX_PART = 1 << 20;

  private final MountedFolder folder;

  public MountedConfig(Path volume) {
    this.folder = new MountedFolder(volume, PART, MAX_PART);
  }

  /** What is in the volume. */
  public sealed interface Reading {
    /** A whole config. */
    record Complete(ServerConfig config) implements Reading {}

    /**
     * Not all of it is there yet.
     *
     * @param hash of the document; empty when not even its index is there
     * @param missing what is not there yet
     */
    record Incomplete(String hash, String missing) implements Reading {}

    /**
     * All of it is there and no config of a format this version reads.
     *
     * @param hash of the document
     * @param refusal what is wrong with it
     */
    record Unreadable(String hash, String refusal) implements Reading {}
  }

  /**
   * Reads the volume if it has changed since the last look.
   *
   * @return empty when it has not
   */
  public Optional<Reading> look() {
    try {
      return folder.look().map(MountedConfig::read);
    } catch (IOException e) {
      return Optional.of(new Reading.Incomplete("", "the config volume: " + e));
    }
  }

  private static Reading read(SortedMap<String, byte[]> files) {
    ConfigDocument document;
    try {
      document = new ConfigDocument(files);
    } catch (IncompleteDocumentException e) {
      return new Reading.Incomplete("", e.getMessage());
    }
    try {
      return new Reading.Complete(document.config());
    } catch (IncompleteDocumentException e) {
      return new Reading.Incomplete(document.hash(), e.getMessage());
    } catch (RuntimeException e) {
      // Whatever somebody put there: it must not end the server, which runs on with what it has.
      var reason = e instanceof IllegalArgumentException ? e.getMessage() : e.toString();
      return new Reading.Unreadable(document.hash(), reason);
    }
  }
}
