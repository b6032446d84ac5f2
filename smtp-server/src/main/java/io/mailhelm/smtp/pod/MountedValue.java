package io.mailhelm.smtp.pod;

import io.mailhelm.smtp.live.MountedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A value that is read from a mounted Secret; the last that could be used is kept. One thread
 * updates it; any may read.
 */
final class MountedValue<T> {
  private static final long MAX_OCTETS = 1 << 20;

  private final Path path;
  private final MountedFolder folder;
  private final Function<SortedMap<String, byte[]>, T> reader;
  private volatile Optional<T> value = Optional.empty();
  private volatile String problem = "";

  /**
   * @param names of the files that count
   * @param reader makes the value of them; throws IllegalArgumentException for what cannot be used
   */
  MountedValue(Path folder, Pattern names, Function<SortedMap<String, byte[]>, T> reader) {
    this.path = folder;
    this.folder = new MountedFolder(folder, names, MAX_OCTETS);
    this.reader = reader;
  }

  /**
   * Reads again what has changed.
   *
   * @return whether there is something new: a value, or a {@link #problem}
   */
  boolean look() {
    try {
      var files = folder.look();
      files.map(reader).ifPresent(this::use);
      return files.isPresent();
    } catch (IOException | IllegalArgumentException e) {
      var now = path + ": " + e.getMessage();
      var isNews = !now.equals(problem);
      problem = now;
      return isNews;
    }
  }

  private void use(T now) {
    problem = "";
    value = Optional.of(now);
  }

  /** The last that could be used; empty before the first. */
  Optional<T> value() {
    return value;
  }

  /** Why what is there now cannot be used; empty when it can. */
  String problem() {
    return problem;
  }
}
