package io.mailhelm.smtp.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a volume that the kubelet writes: {@code ..data} is a link to a folder with all files, and
 * an update is a new folder to which the link is switched, so that a reader that resolves the link
 * once sees one state. A plain folder will do as well. One thread at a time.
 */
public final class MountedFolder {
  private static final String DATA = "..data";

  private final Path folder;
  private final Pattern names;
  private final long maxOctets;
  private List<Object> seen = List.of();

  /**
   * @param names of the files that count
   * @param maxOctets of each; a longer one is an error
   */
  public MountedFolder(Path folder, Pattern names, long maxOctets) {
    this.folder = folder;
    this.names = names;
    this.maxOctets = maxOctets;
  }

  /**
   * The files, if anything about them has changed since the last look.
   *
   * @return name to content; empty when nothing has
   * @throws IOException when the folder cannot be read, or is being replaced: look again
   */
  public Optional<SortedMap<String, byte[]>> look() throws IOException {
    var root = root();
    var files = files(root);
    var state = state(root, files);
    if (state.equals(seen)) {
      return Optional.empty();
    }
    var contents = new TreeMap<String, byte[]>();
    for (var file : files) {
      contents.put(file.getFileName().toString(), read(file));
    }
    seen = state;
    return Optional.of(contents);
  }

  private Path root() throws IOException {
    try {
      return folder.resolve(DATA).toRealPath();
    } catch (NoSuchFileException e) {
      return folder;
    }
  }

  private List<Path> files(Path root) throws IOException {
    try (var files = Files.list(root)) {
      return files
          .filter(file -> names.matcher(file.getFileName().toString()).matches())
          .sorted()
          .toList();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Differs whenever a file does: another folder behind the link, or another file in it. */
  private static List<Object> state(Path root, List<Path> files) throws IOException {
    var state = new ArrayList<Object>();
    state.add(root);
    for (var file : files) {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      state.add(file.getFileName());
      state.add(attributes.size());
      state.add(attributes.lastModifiedTime());
      state.add(String.valueOf(attributes.fileKey()));
    }
    return state;
  }

  private byte[] read(Path file) throws IOException {
    var size = Files.size(file);
    if (size > maxOctets) {
      throw new IOException(
          "%s has %d octets, and %d at most are read".formatted(file, size, maxOctets));
    }
    return Files.readAllBytes(file);
  }
}
