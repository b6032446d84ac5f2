package io.mailhelm.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whoever searches for the name of a type finds one: no two types of the product share theirs. */
class TypeNamesTest {
  /** Names that more than one type must have. */
  private static final Map<String, List<String>> SHARED =
      new TreeMap<>(
          Map.of(
              // A value of the resources and of the config, written alike in both.
              "DeletionPolicy", List.of("io.mailhelm.config", "io.mailhelm.crds"),
              // An entry point is called so everywhere.
              "Main", List.of("io.mailhelm.cli", "io.mailhelm.operator", "io.mailhelm.smtp.pod"),
              // The resource, and what a server is told of it.
              "SendPolicy", List.of("io.mailhelm.config", "io.mailhelm.crds")));

  @Test
  void noTwoTypesHaveOneName() {
    var packages =
        SourceFile.main().stream()
            .filter(source -> !source.simpleName().equals("module-info"))
            .collect(
                groupingBy(
                    SourceFile::simpleName,
                    TreeMap::new,
                    mapping(SourceFile::packageName, toList())));
    packages.values().forEach(found -> found.sort(null));
    packages.values().removeIf(found -> found.size() == 1);

    assertThat(packages).isEqualTo(SHARED);
  }
}
