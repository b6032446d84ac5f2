package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.cluster.ClusterMain;
import io.mailhelm.cli.commands.CommandRun;
import io.mailhelm.cli.pod.PodMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command there is, at any depth, wherever it is typed. */
class HelpTest {
  private record Typed(Supplier<CommandLine> program, String name, List<String> path) {
    CommandLine command() {
      var line = program.get();
      for (var word : path) {
        line = line.getSubcommands().get(word);
      }
      return line;
    }

    @Override
    public String toString() {
      return name + " " + String.join(" ", path);
    }
  }

  static Stream<Typed> commands() {
    return Stream.of(
            new Typed(Main::commandLine, "mailhelm", List.of()),
            new Typed(ClusterMain::commandLine, "kubectl mailhelm", List.of()),
            new Typed(PodMain::commandLine, "mailhelm", List.of()))
        .flatMap(HelpTest::all);
  }

  private static Stream<Typed> all(Typed typed) {
    return Stream.concat(
        Stream.of(typed),
        typed.command().getSubcommands().keySet().stream()
            .map(
                word ->
                    new Typed(
                        typed.program(),
                        typed.name(),
                        Stream.concat(typed.path().stream(), Stream.of(word)).toList()))
            .flatMap(HelpTest::all));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysHowItIsUsedAndDoesNothing(Typed typed) {
    for (var flag : List.of("--help", "-h")) {
      var out = new StringWriter();
      var err = new StringWriter();
      var arguments = Stream.concat(typed.path().stream(), Stream.of(flag)).toArray(String[]::new);

      assertThat(
              CommandRun.run(
                  typed.program().get(),
                  new PrintWriter(out, true),
                  new PrintWriter(err, true),
                  arguments))
          .isZero();

      assertThat(out.toString())
          .startsWith("Usage: " + typed.toString().strip())
          .contains("--help");
      assertThat(err.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void describesEveryOption(Typed typed) {
    var spec = typed.command().getCommandSpec();
    assertThat(spec.usageMessage().description()).isNotEmpty();
    assertThat(spec.options())
        .filteredOn(option -> !option.hidden())
        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
  }
}
