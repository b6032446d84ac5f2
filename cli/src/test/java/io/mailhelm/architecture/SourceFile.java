package io.mailhelm.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A source file of the product.
 *
 * @param module its Maven module
 * @param packageName of the types in it
 * @param simpleName of its top-level type
 */
record SourceFile(String module, String packageName, String simpleName, Path file) {
  static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));
  private static final Pattern MODULE = Pattern.compile("<module>([^<]*)</module>");

  /** The modules of the build, as the parent POM lists them. */
  static List<String> modules() {
    return MODULE
        .matcher(text(ROOT.resolve("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  /** Every type that is shipped. */
  static List<SourceFile> main() {
    var all = new ArrayList<SourceFile>();
    for (var module : modules()) {
      var folder = ROOT.resolve(module).resolve("src/main/java");
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (var files = Files.walk(folder)) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> !file.endsWith("package-info.java"))
            .forEach(file -> all.add(of(module, folder, file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  private static SourceFile of(String module, Path folder, Path file) {
    var name = file.getFileName().toString();
    return new SourceFile(
        module,
        folder.relativize(file.getParent()).toString().replace('/', '.'),
        name.substring(0, name.length() - ".java".length()),
        file);
  }

  String text() {
    return text(file);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
