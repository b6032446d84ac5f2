package io.mailhelm.cli.probe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server that answers each line as a test says, on loopback, and keeps what it heard. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final String greeting;
  private final UnaryOperator<String> answers;
  private final List<String> heard = new CopyOnWriteArrayList<>();

  /**
   * @param greeting what to send first; no line end is added
   * @param answers what to send for a line, likewise
   */
  ScriptedServer(String greeting, UnaryOperator<String> answers) throws IOException {
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
      var in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      var out = client.getOutputStream();
      out.write(greeting.getBytes(StandardCharsets.US_ASCII));
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        heard.add(line);
        out.write(answers.apply(line).getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The client went away.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
