package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.HeldMemory;
import io.mailhelm.smtp.store.StoreReads;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A resource draws memory for its answers, or is here with what bounds them. */
class AnswersAreDrawnTest {
  private static final Set<String> SMALL =
      Set.of(
          "io.mailhelm.smtp.api.dns.CheckResource", // 4 looks at once
          "io.mailhelm.smtp.api.dns.GenerateResource", // one record
          "io.mailhelm.smtp.api.dns.PublishedResource", // 4 looks at once
          "io.mailhelm.smtp.api.mail.LintResource", // a sentence a check, and some words of each
          "io.mailhelm.smtp.api.mail.SendResource", // an id, and what was drawn for the body
          "io.mailhelm.smtp.api.management.DrainResource"); // three numbers

  @Test
  void everyResourceDrawsMemoryForItsAnswersOrIsSmall() throws Exception {
    var undrawn = new TreeSet<String>();
    int seen = 0;
    for (var name : resources()) {
      var resource = Class.forName(name);
      if (resource.isAnnotationPresent(Path.class)) {
        seen++;
        if (Arrays.stream(resource.getDeclaredConstructors())
            .noneMatch(
                made ->
                    Stream.of(made.getParameterTypes())
                        .anyMatch(type -> type == HeldMemory.class || type == StoreReads.class))) {
          undrawn.add(name);
        }
      }
    }
    assertThat(seen).isGreaterThan(8);
    assertThat(undrawn).isEqualTo(new TreeSet<>(SMALL));
  }

  private static Set<String> resources() throws IOException {
    var root = java.nio.file.Path.of("target/classes");
    try (var files = Files.walk(root.resolve("io/mailhelm/smtp/api"))) {
      return new TreeSet<>(
          files
              .map(file -> root.relativize(file).toString())
              .filter(file -> file.endsWith("Resource.class"))
              .map(file -> file.replace(".class", "").replace('/', '.'))
              .toList());
    }
  }
}
