package io.mailhelm.cli.serve;

import io.mailhelm.config.Listener;
import io.mailhelm.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.subethamail.smtp.client.PlainAuthenticator;
import org.subethamail.smtp.client.SmartClient;

/**
 * Uses a server as its users will, so that the AOT cache made of this run holds what they need:
 * logins, messages small and large, and every page an operator opens first.
 */
final class Rehearsal {
  private static final int MESSAGES = 300;
  private static final int LARGE = 200_000;

  private final Ports ports;
  private final Passwords passwords;
  private final ServerConfig config;

  Rehearsal(Ports ports, Passwords passwords, ServerConfig config) {
    this.ports = ports;
    this.passwords = passwords;
    this.config = config;
  }

  void run() throws IOException {
    var user = config.users().getFirst().address().toString();
    var port =
        config.server().listeners().stream()
            .filter(listener -> listener.tls() == Listener.Tls.Optional)
            .findFirst()
            .map(listener -> ports.listeners().get(listener.name()))
            .orElseThrow();
    for (int i = 0; i < MESSAGES; i++) {
      send(port, user, passwords.show(user), i % 100 == 0 ? LARGE : 500);
    }
    get(ports.management(), "/inbox");
    get(ports.management(), "/health");
    get(ports.management(), "/users");
    get(ports.probes(), "/readyz");
    get(ports.probes(), "/metrics");
  }

  private static void send(int port, String user, String password, int size) throws IOException {
    var client =
        SmartClient.createAndConnect(
            "127.0.0.1", port, Optional.empty(), "rehearsal.invalid", Optional.empty());
    try {
      new PlainAuthenticator(client, user, password).authenticate();
      client.from(user);
      client.to(user);
      client.dataStart();
      client.dataWrite(
          ("From: <%s>\r\nTo: <%s>\r\nSubject: Rehearsal\r\n\r\n%s\r\n"
                  .formatted(user, user, "A line of a message.\r\n".repeat(size / 22)))
              .getBytes(StandardCharsets.US_ASCII));
      client.dataEnd();
    } finally {
      client.quit();
    }
  }

  private static void get(int port, String path) throws IOException {
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
