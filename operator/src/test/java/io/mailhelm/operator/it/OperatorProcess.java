package io.mailhelm.operator.it;

import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged operator as a process of its own, with the environment its pod gives it. */
final class OperatorProcess implements AutoCloseable {
  private static final Path JAR =
      Path.of(System.getProperty("mailhelm.root"), "operator/target/quarkus-app/quarkus-run.jar");

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = KubeApi.freePort();
  private final Path folder;
  private final Process process;

  /**
   * Starts one that takes part in the election of a leader, and watches the test's namespace, which
   * is also its own.
   *
   * @param config who it is to the API server
   * @param name of its pod
   * @param others namespaces that it watches too
   */
  OperatorProcess(KubeApi api, Config config, String name, String... others) {
    try {
      folder = Files.createTempDirectory("mailhelm-" + name);
      var kubeConfig = Files.writeString(folder.resolve("kubeconfig"), kubeConfig(config));
      var builder =
          new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin/java").toString(),
              "-Xmx256m",
              "--enable-native-access=ALL-UNNAMED",
              "-jar",
              JAR.toString());
      var environment = builder.environment();
      environment.put("KUBECONFIG", kubeConfig.toString());
      environment.put(
          "QUARKUS_OPERATOR_SDK_NAMESPACES",
          Stream.concat(Stream.of(api.namespace()), Stream.of(others))
              .collect(Collectors.joining(",")));
      environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
      environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
      environment.put("MAILHELM_SERVER_IMAGE", "mailhelm/smtp-server:test");
      environment.put("MAILHELM_LEADER_ELECTION", "true");
      environment.put("MAILHELM_DNS_RESOLVERS", String.join(",", Outside.EMPTY.resolvers()));
      environment.put("POD_NAMESPACE", api.namespace());
      environment.put("POD_NAME", name);
      process =
          builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kubeConfig(Config config) {
    return Serialization.asYaml(
        new ConfigBuilder()
            .withCurrentContext("it")
            .addNewContext()
            .withName("it")
            .withNewContext()
            .withCluster("it")
            .withUser("it")
            .endContext()
            .endContext()
            .addNewCluster()
            .withName("it")
            .withNewCluster()
            .withServer(config.getMasterUrl())
            .withCertificateAuthorityData(config.getCaCertData())
            .withCertificateAuthority(config.getCaCertFile())
            .endCluster()
            .endCluster()
            .addNewUser()
            .withName("it")
            .withNewUser()
            .withToken(config.getOauthToken())
            .endUser()
            .endUser()
            .build());
  }

  /** Whether {@code /q/health/ready} says that it is. */
  boolean isReady() {
    try {
      var uri = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(port));
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException e) {
      // It does not listen yet, or any more.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Of probes and metrics, on 127.0.0.1. */
  int port() {
    return port;
  }

  /** What it said so far. */
  String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a node that loses power. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As a kubelet. */
  void terminate() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end: " + log());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
