package io.mailhelm.compiler;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code tools/health}, which is written in Go because what it asks is. */
final class HealthProgram {
  private static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));

  private HealthProgram() {}

  /** What is said of each, in their order; takes a minute where the program must be built first. */
  static List<JsonNode> judge(List<?> resources) throws IOException, InterruptedException {
    var input = Files.createTempFile("resources", ".yaml");
    try {
      Files.writeString(
          input,
          resources.stream().map(Serialization::asYaml).collect(Collectors.joining("\n---\n")));
      var program =
          new ProcessBuilder(
                  ROOT.resolve("tools/health/run").toString(),
                  ROOT.resolve("examples/gitops/argocd/health.yaml").toString())
              .redirectInput(input.toFile())
              .redirectErrorStream(true)
              .start();
      var said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (program.waitFor() != 0) {
        throw new AssertionError(said);
      }
      var verdicts = new ArrayList<JsonNode>();
      for (var line : said.lines().filter(line -> line.startsWith("{")).toList()) {
        verdicts.add(Serialization.jsonMapper().readTree(line));
      }
      return verdicts;
    } finally {
      Files.delete(input);
    }
  }
}
