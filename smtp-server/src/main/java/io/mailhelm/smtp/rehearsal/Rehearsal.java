package io.mailhelm.smtp.rehearsal;

import io.mailhelm.config.Listener;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.serve.OpenPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Uses a server as its users will: logins, small and large messages, and the pages that
 * administrators open first. The AOT cache made of this run then holds the classes that are needed
 * and the profiles of the code that runs.
 */
public final class Rehearsal {
  private static final int SESSIONS = 8;
  private static final int MESSAGES = 2_000;
  private static final int EVERY_LARGE = 200;
  private static final String LINE =
      "A line of a message, as long as lines of text usually are.\r\n";

  private final OpenPorts ports;
  private final ServerConfig config;
  private final Login login;
  private final HttpClient client;
  private final Optional<String> token;

  /** A user of the server. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /**
   * @param config has a listener that takes a login without TLS
   * @param client trusts the certificates of the server
   * @param token opens the APIs, which then speak HTTPS; empty: they are open, and speak HTTP
   */
  public Rehearsal(
      OpenPorts ports,
      ServerConfig config,
      Login login,
      HttpClient client,
      Optional<String> token) {
    this.ports = ports;
    this.config = config;
    this.login = login;
    this.client = client;
    this.token = token;
  }

  /**
   * Returns when all is said.
   *
   * @throws IOException when the server answers anything but what it should
   */
  public void run() throws IOException {
    var clear = port(Listener.Tls.Optional).orElseThrow();
    try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Callable<Void>>(Collections.nCopies(SESSIONS, () -> plain(clear)));
      port(Listener.Tls.Implicit).ifPresent(port -> all.add(() -> encrypted(port)));
      for (var done : sessions.invokeAll(all)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    var scheme = token.isPresent() ? "https" : "http";
    for (var path : List.of("/inbox", "/health", "/users", "/config")) {
      get(scheme, ports.management(), path);
    }
    get("http", ports.probes(), "/readyz");
    get("http", ports.probes(), "/metrics");
  }

  private Optional<Integer> port(Listener.Tls tls) {
    return config.server().listeners().stream()
        .filter(listener -> listener.tls() == tls)
        .findFirst()
        .map(listener -> ports.listeners().get(listener.name()));
  }

  private Void plain(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return session(socket, MESSAGES);
    }
  }

  private Void encrypted(int port) throws IOException {
    var factory = client.sslContext().getSocketFactory();
    try (var socket = factory.createSocket(InetAddress.getLoopbackAddress(), port)) {
      return session(socket, MESSAGES / EVERY_LARGE);
    }
  }

  private Void session(Socket socket, int messages) throws IOException {
    var user = login.user();
    var response = ("\0" + user + "\0" + login.password()).getBytes(StandardCharsets.UTF_8);
    try (var in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      answer(in);
      say(socket, in, "EHLO rehearsal.invalid");
      say(socket, in, "AUTH PLAIN " + Base64.getEncoder().encodeToString(response));
      for (int i = 0; i < messages; i++) {
        say(socket, in, "MAIL FROM:<" + user + ">", "RCPT TO:<" + user + ">", "DATA");
        say(socket, in, message(user, i % EVERY_LARGE == 0 ? 2_000 : 15));
      }
      say(socket, in, "QUIT");
      return null;
    }
  }

  private static String message(String user, int lines) {
    return "From: <%s>\r\nTo: <%s>\r\nSubject: Rehearsal\r\n\r\n%s."
        .formatted(user, user, LINE.repeat(lines));
  }

  private static void say(Socket socket, BufferedReader in, String... lines) throws IOException {
    for (var line : lines) {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      answer(in);
    }
  }

  private static void answer(BufferedReader in) throws IOException {
    var line = in.readLine();
    while (line != null && line.startsWith("-", 3)) {
      line = in.readLine();
    }
    if (line == null || line.charAt(0) > '3') {
      throw new IOException("the rehearsal was answered: " + line);
    }
  }

  private void get(String scheme, int port, String path) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create("%s://127.0.0.1:%d%s".formatted(scheme, port, path)));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      client.send(request.build(), HttpResponse.BodyHandlers.discarding());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
