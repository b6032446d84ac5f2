package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest {
  private static final Path COMMITTED =
      Path.of(System.getProperty("mailhelm.root"), "docs/reference/openapi.yaml");

  @Inject BoundPorts ports;

  @Test
  void theCommittedDocumentIsWhatIsServed() throws IOException {
    var served = ApiClient.operator(ports.management()).get("/openapi").body();
    if (Boolean.getBoolean("mailhelm.generate")) {
      Files.createDirectories(COMMITTED.getParent());
      Files.writeString(COMMITTED, served);
    }
    assertThat(COMMITTED).as("make it with: make generate").content().isEqualTo(served);
  }

  @Test
  void bothPortsServeIt() {
    var management = ApiClient.operator(ports.management()).get("/openapi");
    var mail = ApiClient.operator(ports.mailApi()).get("/openapi");
    assertThat(mail.status()).isEqualTo(200);
    assertThat(mail.body()).isEqualTo(management.body());
  }
}
