package io.mailhelm.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts and dashboard ask for nothing that nobody measures. */
class MetricNamesTest {
  private static final Pattern NAME = Pattern.compile("\\bmailhelm_[a-z_]+");

  @ParameterizedTest
  @ValueSource(strings = {"files/alerts.yaml", "files/dashboard.json"})
  void everyMetricIsDocumented(String file) throws IOException {
    var documented = new TreeSet<String>();
    for (var page : Set.of("docs/reference/metrics.md", "docs/monitoring.md")) {
      documented.addAll(names(Files.readString(Chart.ROOT.resolve(page))));
    }

    assertThat(names(Files.readString(Chart.FOLDER.resolve(file))))
        .hasSizeGreaterThan(4)
        .map(name -> name.replaceAll("_bucket$", ""))
        .isSubsetOf(documented);
  }

  private static Set<String> names(String text) {
    var names = new TreeSet<String>();
    NAME.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }
}
