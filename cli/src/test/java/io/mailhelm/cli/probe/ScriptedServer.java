package io.mailhelm.cli.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server that answers each line as a test says, on loopback, and keeps what it heard. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final String greeting;
  private final UnaryOperator<String> answers;
  private final Optional<SSLContext> tls;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  /**
   * @param greeting what to send first; no line end is added
   * @param answers what to send for a line, likewise
   */
  ScriptedServer(String greeting, UnaryOperator<String> answers) throws IOException {
    this(greeting, answers, Optional.empty());
  }

  /**
   * @param tls what to go on with once STARTTLS is answered
   */
  ScriptedServer(String greeting, UnaryOperator<String> answers, Optional<SSLContext> tls)
      throws IOException {
    this.tls = tls;
    this.greeting = greeting;
    this.answers = answers;
    this.listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return listener.getLocalPort();
  }

  List<String> heard() {
    return heard;
  }

  private void serve() {
    try (var client = listener.accept()) {
      client.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
      if (answer(client) && tls.isPresent()) {
        var sockets = tls.get().getSocketFactory();
        try (var encrypted = (SSLSocket) sockets.createSocket(client, null, true)) {
          answer(encrypted);
        }
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  /** Answers until the client ends it, or TLS begins: that is what it returns. */
  private boolean answer(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      heard.add(line);
      client.getOutputStream().write(answers.apply(line).getBytes(StandardCharsets.US_ASCII));
      if (tls.isPresent() && line.equals("STARTTLS")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
