package io.mailhelm.smtp.api.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/mail-api.md shows is taken, and its table has every field there is. */
@QuarkusTest
class MailApiPageTest {
  private static final Pattern JSON = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FIELD = Pattern.compile("`([A-Za-z]+)`");

  /** Known, so that what asks for them is told that they are not there yet. */
  private static final Set<String> NOT_READ = Set.of("template", "data");

  @Inject BoundPorts ports;

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/mail-api.md"));
  }

  private static List<String> bodies() throws IOException {
    return JSON.matcher(page())
        .results()
        .map(block -> block.group(1).replace("example.com", "example.test"))
        .toList();
  }

  @Test
  void itsRequestsAreTaken() throws IOException {
    var client = ApiClient.operator(ports.mailApi());
    var bodies = bodies();
    assertThat(bodies).hasSize(2);
    var sent = client.post("/api/email/send", bodies.getFirst());
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    assertThat(sent.json().get("recipients")).hasSize(4);
    var code = client.post("/api/email/send-otp", bodies.getLast());
    assertThat(code.status()).as(code.body()).isEqualTo(202);
  }

  @Test
  void itsTableHasEveryField() throws IOException {
    var table = page().lines().filter(line -> line.startsWith("| `")).toList();
    var named =
        table.stream()
            .map(line -> line.split("\\|", 3)[1])
            .flatMap(cell -> FIELD.matcher(cell).results().map(field -> field.group(1)))
            .toList();
    var fields =
        Arrays.stream(SendRequest.class.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(field -> !NOT_READ.contains(field))
            .toList();
    assertThat(named).containsAll(fields);
    var shown = new ArrayList<String>();
    new ObjectMapper().readTree(bodies().getFirst()).fieldNames().forEachRemaining(shown::add);
    assertThat(shown).containsExactlyInAnyOrderElementsOf(fields);
  }
}
