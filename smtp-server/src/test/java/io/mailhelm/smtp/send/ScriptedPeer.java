package io.mailhelm.smtp.send;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server on loopback that does what its script says, one script a connection, the last one for
 * all that follow. A script's lines:
 *
 * <ul>
 *   <li>{@code S: text} sends a line, {@code RAW: text} sends without a line end ({@code \r},
 *       {@code \n}, {@code \0} as in Java)
 *   <li>{@code C: prefix} reads a line and notes it when it begins otherwise
 *   <li>{@code DATA} reads a message to its dot, {@code BDAT} a chunk that the line read last told
 *   <li>{@code TLS} shakes hands, {@code CLOSE} closes, {@code HANG} waits until the client closes,
 *       {@code FLOOD: text} sends it until nobody reads, {@code KEYS} changes TLS's keys as long
 * </ul>
 */
final class ScriptedPeer implements AutoCloseable {
  /** No handshake succeeds. */
  static final SSLContext NO_TLS = withoutCertificate();

  private final ServerSocket server;
  private final List<List<String>> scripts = new ArrayList<>();
  private final SSLContext tls;
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final List<String> surprises = new CopyOnWriteArrayList<>();

  ScriptedPeer(String... scripts) {
    this("127.0.0.1", 0, NO_TLS, scripts);
  }

  ScriptedPeer(SSLContext tls, String... scripts) {
    this("127.0.0.1", 0, tls, scripts);
  }

  ScriptedPeer(String address, int port, SSLContext tls, String... scripts) {
    this.tls = tls;
    for (var script : scripts) {
      this.scripts.add(script.lines().filter(line -> !line.isBlank()).toList());
    }
    try {
      server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  private static SSLContext withoutCertificate() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** Lines of clients so far. */
  List<String> heard() {
    return heard;
  }

  /** Messages so far, dots still stuffed. */
  List<String> messages() {
    return messages;
  }

  /** Lines that were not what the script expected. */
  List<String> surprises() {
    return surprises;
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        open.add(socket);
        int number = connections.getAndIncrement();
        var script = scripts.get(Math.min(number, scripts.size() - 1));
        Thread.startVirtualThread(() -> play(socket, script));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void play(Socket socket, List<String> script) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var side = new Side(socket);
      for (var line : script) {
        side.step(line);
      }
    } catch (IOException e) {
      // the client has gone, or was sent away
    } finally {
      open.remove(socket);
    }
  }

  private final class Side {
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private String last = "";

    Side(Socket socket) throws IOException {
      use(socket);
    }

    private void use(Socket now) throws IOException {
      socket = now;
      in = new BufferedInputStream(now.getInputStream());
      out = now.getOutputStream();
    }

    void step(String line) throws IOException {
      int colon = line.indexOf(": ");
      var argument = colon < 0 ? "" : line.substring(colon + 2);
      switch (colon < 0 ? line.strip() : line.substring(0, colon)) {
        case "S" -> send(argument + "\r\n");
        case "RAW" -> send(argument.translateEscapes());
        case "C" -> expect(argument);
        case "DATA" -> data();
        case "BDAT" -> chunk();
        case "TLS" -> secure();
        case "KEYS" -> {
          while (true) {
            ((SSLSocket) socket).startHandshake();
          }
        }
        case "CLOSE" -> throw new IOException("as the script says");
        case "HANG" -> in.transferTo(OutputStream.nullOutputStream());
        case "FLOOD" -> {
          while (true) {
            send(argument.translateEscapes());
          }
        }
        default -> throw new AssertionError("no such step: " + line);
      }
    }

    private void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    private void expect(String prefix) throws IOException {
      last = line();
      heard.add(last);
      if (!last.startsWith(prefix)) {
        surprises.add(last + " instead of " + prefix);
      }
    }

    private String line() throws IOException {
      var line = new ByteArrayOutputStream();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the client closed");
        }
        line.write(c);
      }
      return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private void data() throws IOException {
      var message = new StringBuilder();
      for (var line = line(); !line.equals("."); line = line()) {
        message.append(line).append("\r\n");
      }
      messages.add(message.toString());
    }

    private void chunk() throws IOException {
      var octets = in.readNBytes(Integer.parseInt(last.split(" ")[1]));
      messages.add(new String(octets, StandardCharsets.UTF_8));
    }

    private void secure() throws IOException {
      var secured =
          (SSLSocket) tls.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
      secured.setUseClientMode(false);
      secured.startHandshake();
      use(secured);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }
}
