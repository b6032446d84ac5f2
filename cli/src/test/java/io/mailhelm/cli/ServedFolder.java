package io.mailhelm.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * {@code bin/mailhelm serve} as its users start it: a process of its own, over a copy of the
 * quickstart.
 */
final class ServedFolder implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("mailhelm.root"));
  private static final ObjectMapper JSON = new ObjectMapper();

  final Path folder;
  final Path data;
  final Path log;
  final Path temporary;
  private final Path portsFile;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;
  private JsonNode ports;

  ServedFolder(Path work) throws IOException {
    folder = Files.createDirectories(work.resolve("folder"));
    data = work.resolve("data");
    log = work.resolve("log");
    temporary = Files.createDirectories(work.resolve("temporary"));
    portsFile = work.resolve("ports.json");
    try (var files = Files.list(ROOT.resolve("examples/quickstart"))) {
      for (var file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  ServedFolder start(String... options) throws IOException {
    Files.deleteIfExists(portsFile);
    var command =
        new java.util.ArrayList<>(
            List.of(ROOT.resolve("bin/mailhelm").toString(), "serve", folder.toString()));
    command.addAll(
        List.of("--data", data.toString(), "--any-port", "--ports-file", portsFile.toString()));
    command.addAll(List.of(options));
    process = process(command).start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(portsFile) || !process.isAlive());
    if (!process.isAlive()) {
      throw new IllegalStateException("mailhelm ended: " + Files.readString(log));
    }
    ports = JSON.readTree(portsFile.toFile());
    return this;
  }

  private ProcessBuilder process(List<String> command) {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("MAILHELM_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    return builder;
  }

  /**
   * {@code serve} with these options and the ports that are declared, which is to end by itself.
   */
  int failing(String... options) throws Exception {
    var command =
        new java.util.ArrayList<>(
            List.of(ROOT.resolve("bin/mailhelm").toString(), "serve", folder.toString()));
    command.addAll(List.of("--data", data.toString()));
    command.addAll(List.of(options));
    process = process(command).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("mailhelm goes on: " + Files.readString(log));
    }
    return process.exitValue();
  }

  int smtpPort() {
    return ports.at("/listeners/development").asInt();
  }

  int port(String api) {
    return ports.path(api).asInt();
  }

  Process process() {
    return process;
  }

  /** A request; {@code body} is sent as JSON unless it is empty. */
  HttpResponse<String> call(
      String method, String api, String path, String body, String... headers) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(api) + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (body.isEmpty()) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode get(String api, String path) {
    try {
      return JSON.readTree(call("GET", api, path, "").body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Says {@code lines} one after the other, waiting for each answer; returns the last line of the
   * last answer.
   */
  String dialogue(String... lines) throws IOException {
    try (var client = new Client(smtpPort())) {
      var answer = client.read();
      for (var line : lines) {
        answer = client.say(line);
      }
      return answer;
    }
  }

  /** A line-by-line SMTP client, as a person with telnet is. */
  static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;

    Client(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(20_000);
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    String say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      return read();
    }

    String read() throws IOException {
      var line = reader.readLine();
      while (line != null && line.length() > 3 && line.charAt(3) == '-') {
        line = reader.readLine();
      }
      return line == null ? "" : line;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
    }
    http.close();
  }
}
