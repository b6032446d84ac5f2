package io.mailhelm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** ARCHITECTURE.md has a table for each module with packages, and every package is in it. */
class PackageTablesTest {
  /** {@code ## dns: the life of a record}. */
  private static final Pattern TITLE = Pattern.compile("^## (?:\\S+, )*([a-z-]+): .*");

  private static final Pattern ROW =
      Pattern.compile("^\\| ((?:`[a-z.]+`|\\(root\\))(?:, `[a-z.]+`)*) \\|");
  private static final Pattern NAME = Pattern.compile("`([a-z.]+)`|\\((root)\\)");

  @Test
  void everyPackageIsInTheTableOfItsModuleAndNoOther() throws IOException {
    var tables = tables();
    for (var module : packages().entrySet()) {
      assertThat(tables.get(module.getKey()))
          .as("packages of %s in ARCHITECTURE.md", module.getKey())
          .isEqualTo(module.getValue());
    }
  }

  /** Packages by module, of modules with more than one: below the module's own, which is (root). */
  private static Map<String, TreeSet<String>> packages() {
    var packages = new TreeMap<String, TreeSet<String>>();
    for (var source : SourceFile.main()) {
      var below = source.packageName().replaceFirst("^io\\.mailhelm\\.[a-z]+\\.?", "");
      packages
          .computeIfAbsent(source.module(), _ -> new TreeSet<>())
          .add(below.isEmpty() ? "root" : below);
    }
    packages.values().removeIf(found -> found.size() == 1);
    return packages;
  }

  private static Map<String, TreeSet<String>> tables() throws IOException {
    var tables = new TreeMap<String, TreeSet<String>>();
    var table = new TreeSet<String>();
    for (var line : Files.readAllLines(SourceFile.ROOT.resolve("ARCHITECTURE.md"))) {
      var title = TITLE.matcher(line);
      var row = ROW.matcher(line);
      if (title.matches()) {
        table = tables.computeIfAbsent(title.group(1), _ -> new TreeSet<>());
      } else if (line.startsWith("## ")) {
        table = new TreeSet<>();
      } else if (row.find()) {
        NAME.matcher(row.group(1))
            .results()
            .map(name -> name.group(1) == null ? name.group(2) : name.group(1))
            .forEach(table::add);
      }
    }
    return tables;
  }
}
