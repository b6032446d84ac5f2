package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.cli.ServedFolder.Client;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server starts, what it leaves, and how commands find it. */
class StartingIT {
  @TempDir Path work;
  private ServedFolder served;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void prepare() throws IOException {
    served = new ServedFolder(work);
  }

  @AfterEach
  void end() {
    served.close();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private void sendOne() throws IOException {
    var login = "\0noreply@yourdomain.test\0noreply-password".getBytes(StandardCharsets.UTF_8);
    try (var client = new Client(served.smtpPort())) {
      client.read();
      client.say("EHLO localhost");
      client.say("AUTH PLAIN " + Base64.getEncoder().encodeToString(login));
      client.say("MAIL FROM:<noreply@yourdomain.test>");
      client.say("RCPT TO:<admin@yourdomain.test>");
      client.say("DATA");
      assertThat(client.say("Subject: One\r\n\r\nHello\r\n.")).startsWith("250");
    }
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aMissingDatabaseIsAcceptedOnlyWhenSomebodySaysSo() throws Exception {
    served.start("--dev");
    sendOne();
    served.process().destroyForcibly().waitFor();
    for (var file : filesIn(served.data.resolve("mail"))) {
      if (file.getFileName().toString().startsWith("mail.db")) {
        Files.delete(file);
      }
    }

    Files.delete(served.log);
    assertThat(served.failing("--any-port")).isOne();
    assertThat(Files.readString(served.log))
        .contains("has no database", "mailhelm serve --accept-missing-database")
        .doesNotContain("\tat ");

    served.start("--dev", "--accept-missing-database");
    assertThat(served.get("management", "/inbox").path("emails")).isEmpty();
    sendOne();
    served.process().destroyForcibly().waitFor();

    served.start("--dev");
    assertThat(served.get("management", "/inbox").path("emails")).hasSize(1);
    served.process().destroyForcibly().waitFor();
    Files.delete(served.data.resolve("mail/mail.db"));
    assertThat(served.failing("--any-port")).as("it was accepted once").isOne();
  }

  @Test
  void killNineLeavesNothingThatGrows() throws Exception {
    served.start("--dev");
    served.process().destroyForcibly().waitFor();
    var left = filesIn(served.data.resolve("libraries")).size();

    served.start("--dev");
    served.process().destroyForcibly().waitFor();

    assertThat(left).isPositive();
    assertThat(filesIn(served.data.resolve("libraries"))).hasSize(left);
    assertThat(filesIn(served.temporary)).isEmpty();
  }

  @Test
  void thePortOfProbesIsChosenAndATakenOneNamesTheFlags() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());

      assertThat(served.failing("--probes-port", port)).isOne();

      assertThat(Files.readString(served.log))
          .contains("port " + port, "--probes-port", "--any-port");
    }
  }

  @Test
  void commandsFindTheServerThatRunsOnADataFolder() throws Exception {
    var data = served.data.toString();
    served.start();
    assertThat(run("queue", "list", "--data", data)).as(err.toString()).isZero();
    assertThat(run("suppressions", "list", "--data", data)).as(err.toString()).isZero();

    served.process().destroyForcibly().waitFor();
    assertThat(run("queue", "list", "--data", data)).isEqualTo(2);
    assertThat(err.toString()).contains("no server runs on " + data, "--url");

    served.start("--dev");
    Files.writeString(served.data.resolve("token"), "a-token-of-before-that-opens-nothing");
    assertThat(run("queue", "list", "--data", data)).as(err.toString()).isZero();

    served.process().destroy();
    served.process().waitFor();
    assertThat(served.data.resolve("server.json")).doesNotExist();
  }

  @Test
  void theUsualDataFolderIsNotReadForAUrl() throws Exception {
    served.start("--dev");
    var usual = Files.createDirectories(work.resolve("mailhelm-data"));
    Files.writeString(usual.resolve("token"), "a-token-that-this-server-would-refuse");

    var command =
        new ProcessBuilder(
                Path.of(System.getProperty("mailhelm.root"), "bin/mailhelm").toString(),
                "queue",
                "list",
                "--url",
                "http://127.0.0.1:" + served.port("management"))
            .directory(work.toFile())
            .redirectErrorStream(true)
            .start();

    assertThat(new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .doesNotContain("token");
    assertThat(command.waitFor()).isZero();
  }

  @Test
  void whatIsToBeTriedNamesWhatIsDeclared() throws Exception {
    served.start("--dev");

    var said = Files.readString(served.log);
    assertThat(said.substring(said.indexOf("\nTry\n")))
        .contains("\"from\":\"noreply@yourdomain.test\"", "--to admin@yourdomain.test")
        .doesNotContain("example.com");
    var curl = said.lines().filter(line -> line.startsWith("  curl -X POST")).findFirst();
    var tried =
        new ProcessBuilder("sh", "-c", curl.orElseThrow()).redirectErrorStream(true).start();
    assertThat(new String(tried.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("\"address\":\"admin@yourdomain.test\",\"status\":\"delivered\"");
  }

  @Test
  void statusShowsNotes() throws Exception {
    var domain = served.folder.resolve("domain.yaml");
    Files.writeString(
        domain,
        Files.readString(domain).replace("\nspec:\n", "\nspec:\n  dkim: {grantedTo: [nobody]}\n"));
    served.start("--dev");

    await()
        .untilAsserted(
            () -> {
              assertThat(run("status", "--data", served.data.toString())).isZero();
              assertThat(out.toString())
                  .contains("note MailDomain", "spec.dkim.grantedTo[0]", "nobody");
            });
  }
}
