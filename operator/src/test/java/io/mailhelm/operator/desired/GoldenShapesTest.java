package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder under {@code desired}: the MailDomain in {@code shape.yaml} gives the objects in
 * {@code expected.yaml}. {@code make generate} rewrites those: read the difference before you
 * commit it, because it is what an upgrade changes in every cluster; one in the pod template rolls
 * every server.
 */
class GoldenShapesTest {
  private static final Path CASES =
      Path.of(System.getProperty("mailhelm.root"), "operator/src/test/resources/desired");

  @TestFactory
  Stream<DynamicTest> givesTheObjectsTheFolderSays() throws IOException {
    try (var folders = Files.list(CASES)) {
      return folders.sorted().toList().stream()
          .map(each -> DynamicTest.dynamicTest(each.getFileName().toString(), () -> check(each)));
    }
  }

  private static void check(Path folder) throws IOException {
    var text = Files.readString(folder.resolve("shape.yaml"));
    var expected = folder.resolve("expected.yaml");
    var yaml = yaml(Shapes.objects(Shapes.of(text)));
    if (Boolean.getBoolean("mailhelm.generate")) {
      Files.writeString(expected, yaml);
    }
    assertThat(yaml)
        .as(
            "if this is as meant, run `make generate`, and read the difference before you commit it")
        .isEqualTo(Files.readString(expected));
    assertThat(yaml(Shapes.objects(Shapes.of(text)))).as("the same once more").isEqualTo(yaml);
  }

  private static String yaml(List<HasMetadata> objects) {
    return objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
  }
}
