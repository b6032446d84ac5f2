package io.mailhelm.cli.serve;

import io.mailhelm.config.Listener;
import io.mailhelm.config.ServerConfig;
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
import java.util.Base64;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Uses a server as its users will, so that the AOT cache made of this run holds the classes they
 * need and the profiles of the code they run: logins, messages small and large, and every page an
 * operator opens first.
 */
final class Rehearsal {
  private static final int SESSIONS = 8;
  private static final int MESSAGES = 2_000;
  private static final int EVERY_LARGE = 200;
  private static final String LINE =
      "A line of a message, as long as lines of text usually are.\r\n";

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
    var password = passwords.show(user);
    var port =
        config.server().listeners().stream()
            .filter(listener -> listener.tls() == Listener.Tls.Optional)
            .findFirst()
            .map(listener -> ports.listeners().get(listener.name()))
            .orElseThrow();
    try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Void> session = () -> session(port, user, password);
      for (var done : sessions.invokeAll(Collections.nCopies(SESSIONS, session))) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    get(ports.management(), "/inbox");
    get(ports.management(), "/health");
    get(ports.management(), "/users");
    get(ports.probes(), "/readyz");
    get(ports.probes(), "/metrics");
  }

  private static Void session(int port, String user, String password) throws IOException {
    var login =
        Base64.getEncoder()
            .encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      answer(in);
      say(socket, in, "EHLO rehearsal.invalid", "AUTH PLAIN " + login);
      for (int i = 0; i < MESSAGES; i++) {
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
