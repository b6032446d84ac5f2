package io.mailhelm.cli.folder;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads the resource files below a folder: {@code *.yaml}, {@code *.yml}, {@code *.json}, except
 * those whose path has a name that begins with a dot.
 */
public final class ResourceFiles {
  /** The largest size of a resource file; Kubernetes accepts no object of more than 1.5 MiB. */
  public static final int MAX_FILE = 16 << 20;

  private static final int MAX_DEPTH = 16;

  private ResourceFiles() {}

  /**
   * The content of the folder.
   *
   * @param texts by path relative to the folder, sorted
   * @param unreadable files that cannot be read as UTF-8 text, each with the reason
   * @param folders that make up the tree, to be watched
   */
  public record Content(
      TreeMap<String, String> texts, TreeMap<String, String> unreadable, List<Path> folders) {}

  /**
   * Reads all files.
   *
   * @throws IOException when the folder itself cannot be read
   */
  public static Content read(Path root) throws IOException {
    var content = new Content(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException(root + " is not a folder");
    }
    Files.walkFileTree(
        root,
        Collections.singleton(java.nio.file.FileVisitOption.FOLLOW_LINKS),
        MAX_DEPTH,
        new Reader(root, content));
    return content;
  }

  private static final class Reader extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Content content;

    Reader(Path root, Content content) {
      this.root = root;
      this.content = content;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      if (!folder.equals(root) && isHidden(folder)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      content.folders().add(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isDirectory()) {
        unreadable(file, "it is more than " + MAX_DEPTH + " folders deep");
      } else if (isResource(file) && attributes.isRegularFile()) {
        read(file, root.relativize(file).toString(), attributes.size());
      } else if (isResource(file) && attributes.isSymbolicLink()) {
        unreadable(file, "the link leads nowhere");
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (file.equals(root)) {
        throw failure;
      }
      // What went away while the tree was walked is not there; a link back up has nothing of its
      // own. Anything else may be a folder of resources, which must not count as deleted.
      if (!(failure instanceof NoSuchFileException || failure instanceof FileSystemLoopException)) {
        unreadable(file, failure.getClass().getSimpleName());
      }
      return FileVisitResult.CONTINUE;
    }

    private void unreadable(Path path, String why) {
      if (!isHidden(path)) {
        content.unreadable().put(root.relativize(path).toString(), why);
      }
    }

    private void read(Path file, String name, long size) {
      if (size > MAX_FILE) {
        content.unreadable().put(name, "it has more than " + (MAX_FILE >> 20) + " MiB");
        return;
      }
      try {
        content.texts().put(name, Files.readString(file));
      } catch (NoSuchFileException e) {
        // As above.
      } catch (MalformedInputException e) {
        content.unreadable().put(name, "it is not UTF-8 text");
      } catch (IOException e) {
        content.unreadable().put(name, e.getClass().getSimpleName());
      }
    }
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static boolean isResource(Path file) {
    var name = file.getFileName().toString();
    return !isHidden(file)
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }
}
