package io.mailhelm.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/rfcs.md and the RFCs that the sources cite are one list. */
class RfcTableTest {
  private static final Pattern CITED = Pattern.compile("RFC[\\s*]+(\\d{4})");
  private static final Pattern ROW =
      Pattern.compile("^\\| (\\d{4}) \\|[^|]*\\| (yes|partly|no) \\|");

  @Test
  void everyCitedRfcIsInTheTableAndEveryFollowedOneIsCited() throws Exception {
    var table = table();
    var cited = cited();

    assertThat(table.keySet()).as("docs/rfcs.md lists every RFC the code cites").containsAll(cited);
    table.values().removeIf("no"::equals);
    assertThat(cited)
        .as("the code cites every RFC that docs/rfcs.md says we follow")
        .containsAll(table.keySet());
  }

  private static TreeMap<String, String> table() throws Exception {
    var rows = new TreeMap<String, String>();
    for (var line : Files.readAllLines(SourceFile.ROOT.resolve("docs/rfcs.md"))) {
      var row = ROW.matcher(line);
      if (row.find()) {
        rows.put(row.group(1), row.group(2));
      }
    }
    return rows;
  }

  private static TreeSet<String> cited() {
    var numbers = new TreeSet<String>();
    for (var source : SourceFile.main()) {
      CITED.matcher(source.text()).results().forEach(match -> numbers.add(match.group(1)));
    }
    return numbers;
  }
}
