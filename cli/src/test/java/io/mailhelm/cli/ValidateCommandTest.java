package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Folders of bad configs under {@code validate}, each with what is said of it. {@code
 * -Dmailhelm.generate=true} writes that again.
 */
class ValidateCommandTest {
  private static final Path FOLDERS = Path.of("src/test/resources/validate");

  static Stream<Path> folders() throws IOException {
    return Files.list(FOLDERS).filter(Files::isDirectory).sorted();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void saysWhatIsWrongAndNotWhatFollowsFromIt(Path folder) throws IOException {
    var out = new StringWriter();
    var writer = new PrintWriter(out, true);
    var code = Main.run(writer, writer, "validate", folder.toString());
    var expected = FOLDERS.resolve(folder.getFileName() + ".expected");
    if (Boolean.getBoolean("mailhelm.generate")) {
      Files.writeString(expected, out.toString());
    }

    assertThat(out).hasToString(Files.readString(expected));
    assertThat(code).isOne();
  }
}
