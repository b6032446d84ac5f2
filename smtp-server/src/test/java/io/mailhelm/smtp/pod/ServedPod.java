package io.mailhelm.smtp.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.fake.ProjectedVolume;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.awaitility.Awaitility;

/** The packaged application of a pod, a process of its own over volumes in a temporary folder. */
final class ServedPod implements AutoCloseable {
  static final String TOKEN = "a-token-for-tests-only";

  /** What its cluster calls it. */
  static final String NAME = "example-com-smtp-0";

  private static final Path APP =
      Path.of(
          System.getProperty("mailhelm.root"), "smtp-server/target/quarkus-app/quarkus-run.jar");
  private static final Path FLAGS =
      Path.of(System.getProperty("mailhelm.root"), "images/jvm.options");
  private static final Path MODULES =
      Path.of(System.getProperty("mailhelm.root"), "images/modules");
  private static final ObjectMapper JSON = new ObjectMapper();

  final ProjectedVolume config;
  final ProjectedVolume tls;
  final ProjectedVolume token;
  final int probes;
  private final Path log;
  private final Path portsFile;
  private final HttpClient http = HttpClient.newBuilder().sslContext(anyone()).build();
  private final Process process;

  ServedPod(Path work, KeyPem key) throws IOException {
    this(work, key, List.of());
  }

  /**
   * @param before a program that starts what its further arguments say, as another user
   */
  ServedPod(Path work, KeyPem key, List<String> before) throws IOException {
    config = new ProjectedVolume(work.resolve("config"));
    tls = new ProjectedVolume(work.resolve("api-tls"));
    token = new ProjectedVolume(work.resolve("token"));
    log = work.resolve("log");
    portsFile = work.resolve("ports.json");
    token.write(Map.of("token", TOKEN.getBytes(StandardCharsets.US_ASCII)));
    show(key);
    probes = freePort();
    var builder =
        new ProcessBuilder(Stream.concat(before.stream(), command(work).stream()).toList())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("POD_NAME", NAME);
    process = builder.start();
    eventually(() -> answers("/livez"));
  }

  private List<String> command(Path work) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    var command = new ArrayList<String>();
    command.add(java);
    command.addAll(Files.readAllLines(FLAGS));
    command.add("--limit-modules=" + String.join(",", Files.readAllLines(MODULES)));
    command.addAll(List.of("-jar", APP.toString()));
    command.addAll(List.of("--config", config.mount().toString()));
    command.addAll(List.of("--token", token.mount().resolve("token").toString()));
    command.addAll(List.of("--api-tls", tls.mount().toString()));
    command.addAll(List.of("--data", work.resolve("data").toString()));
    command.addAll(List.of("--probes", "127.0.0.1:" + probes));
    command.addAll(List.of("--ports-file", portsFile.toString()));
    return command;
  }

  /** The probes are asked before anything could be written about their port. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Replaces the config, and returns its hash. */
  String declare(ServerConfig declared) {
    var document = ConfigDocument.of(declared);
    config.write(document.parts());
    return document.hash();
  }

  /** Replaces the key of the APIs. */
  void show(KeyPem key) {
    tls.write(
        Map.of(
            "tls.crt", key.certificates().getBytes(StandardCharsets.US_ASCII),
            "tls.key", key.privateKey().getBytes(StandardCharsets.US_ASCII)));
  }

  /** Returns once it takes mail. */
  void ready() {
    eventually(() -> probe("/readyz").statusCode() == 200);
  }

  HttpResponse<String> probe(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + probes + path)));
  }

  private boolean answers(String path) {
    if (!process.isAlive()) {
      throw new IllegalStateException("the pod ended: " + log());
    }
    try {
      return probe(path).statusCode() == 200;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** A request to an API with the token. */
  HttpResponse<String> call(String method, String api, String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port(api) + path))
            .header("Authorization", "Bearer " + TOKEN)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  JsonNode get(String path) {
    try {
      return JSON.readTree(call("GET", "management", path, "").body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int port(String api) {
    try {
      return JSON.readTree(portsFile.toFile()).path(api).asInt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  int smtp(String listener) {
    try {
      return JSON.readTree(portsFile.toFile()).at("/listeners/" + listener).asInt();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A TLS connection to the management API that trusts whoever answers. */
  SSLSocket handshake(String... protocols) throws IOException {
    var socket =
        (SSLSocket)
            anyone()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port("management"));
    socket.setSoTimeout(20_000);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
    return socket;
  }

  /** SIGTERM. */
  void end() {
    process.destroy();
  }

  /** The exit code, waited for. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("it does not end: " + log());
    }
    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void eventually(java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
  }

  /** What is shown is what is tested. */
  private static SSLContext anyone() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anyone()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
