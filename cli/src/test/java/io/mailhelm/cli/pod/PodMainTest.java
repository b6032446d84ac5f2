package io.mailhelm.cli.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.cli.commands.CommandRun;
import io.mailhelm.cli.remote.CannedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl exec POD -- mailhelm}, with what a pod has mounted. */
class PodMainTest {
  private static final String[] NAMES = {"*.example-com-headless.mail.svc", "example-com-api"};

  @TempDir Path mounts;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private CannedServer server;

  @BeforeEach
  void mount() throws Exception {
    server = CannedServer.https(NAMES);
    write("token/token", "of-the-pod\n");
    write("api-tls/ca.crt", CannedServer.authority());
    write("api-tls/tls.crt", CannedServer.certificate(NAMES).certificate());
    write(
        "config/index",
        "{\"server\":{\"management\":{\"address\":\"0.0.0.0\",\"port\":%d}}}"
            .formatted(server.port()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void write(String path, String text) throws IOException {
    var file = mounts.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int run(String... arguments) {
    return CommandRun.run(
        PodMain.commandLine(mounts),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        arguments);
  }

  @Test
  void asksTheServerOfThePodWithWhatIsMounted() {
    server.says("GET /queue?limit=50", "{\"deliveries\":[],\"total\":0}");

    assertThat(run("queue", "list")).as(err.toString()).isZero();

    assertThat(server.asked()).containsExactly("GET /queue?limit=50 Bearer of-the-pod");
  }

  @Test
  void saysHowTheServerIs() {
    server.says(
        "GET /health",
        503,
        "{\"status\":\"DOWN\",\"store\":{\"problem\":\"All mail is refused for now.\"}}");

    assertThat(run("status")).isEqualTo(1);

    assertThat(out.toString()).contains("takes no mail", "All mail is refused for now.");
  }

  @Test
  void trustsNoOtherAuthority() throws IOException {
    write(
        "api-tls/ca.crt",
        io.mailhelm.keys.Certificates.authority("other", java.time.Instant.now()).certificate());

    assertThat(run("queue", "list")).isEqualTo(1);

    assertThat(err.toString()).contains("no TLS with");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void saysWhatIsNotMountedYet() throws IOException {
    Files.delete(mounts.resolve("config/index"));

    assertThat(run("queue", "list")).isEqualTo(2);

    assertThat(err.toString()).contains("config/index is not there yet");
  }
}
