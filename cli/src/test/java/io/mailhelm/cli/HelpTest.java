package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command there is, at any depth. */
class HelpTest {
  static Stream<List<String>> commands() {
    return all(Main.commandLine(), List.of());
  }

  private static Stream<List<String>> all(CommandLine line, List<String> path) {
    return Stream.concat(
        Stream.of(path),
        line.getSubcommands().entrySet().stream()
            .flatMap(
                entry ->
                    all(
                        entry.getValue(),
                        Stream.concat(path.stream(), Stream.of(entry.getKey())).toList())));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysHowItIsUsedAndDoesNothing(List<String> command) {
    for (var flag : List.of("--help", "-h")) {
      var out = new StringWriter();
      var err = new StringWriter();
      var arguments = Stream.concat(command.stream(), Stream.of(flag)).toArray(String[]::new);

      assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments))
          .isZero();

      var name = Stream.concat(Stream.of("mailhelm"), command.stream()).toList();
      assertThat(out.toString()).startsWith("Usage: " + String.join(" ", name)).contains("--help");
      assertThat(err.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void describesEveryOption(List<String> command) {
    var line = Main.commandLine();
    for (var name : command) {
      line = line.getSubcommands().get(name);
    }
    var spec = line.getCommandSpec();
    assertThat(spec.usageMessage().description()).isNotEmpty();
    assertThat(spec.options())
        .filteredOn(option -> !option.hidden())
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
  }
}
