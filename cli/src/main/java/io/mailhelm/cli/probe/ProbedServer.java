package io.mailhelm.cli.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection to the probed server: sends one command and reads one reply (RFC 5321 §4.2), with
 * TLS by STARTTLS (RFC 3207). A reply is at most {@value #LINES} lines of {@value #OCTETS} octets,
 * and each read ends after 30 seconds. For one thread.
 */
final class ProbedServer implements AutoCloseable {
  static final int LINES = 100;
  static final int OCTETS = 2_000;
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 30_000;
  private static final String NAME = "probe.invalid";

  private final String host;
  private Socket socket;
  private InputStream in;
  private OutputStream out;
  private TreeMap<String, String> extensions = new TreeMap<>();

  /**
   * Connects, and says EHLO.
   *
   * @throws IOException when there is no answer, or one with another code than 220 and 250
   */
  ProbedServer(String host, int port) throws IOException {
    this.host = host;
    this.socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      use(socket);
      expect(220, reply(), "the greeting");
      greet();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** A reply: its code, and the text of its lines. */
  record Reply(int code, List<String> lines) {
    boolean positive() {
      return code / 100 == 2;
    }

    String text() {
      return String.join(" ", lines);
    }

    @Override
    public String toString() {
      return code + " " + text();
    }
  }

  /** The extensions in the last reply to EHLO: each keyword, in capitals, with its parameters. */
  TreeMap<String, String> extensions() {
    return extensions;
  }

  boolean encrypted() {
    return socket instanceof SSLSocket;
  }

  /**
   * Sends one line and reads the reply.
   *
   * @throws IOException when the connection breaks or the answer is no reply
   */
  Reply command(String line) throws IOException {
    if (line.chars().anyMatch(c -> c == '\r' || c == '\n')) {
      throw new ProtocolException("a line break in a command");
    }
    write(line + "\r\n");
    return reply();
  }

  /**
   * Starts TLS and says EHLO again (RFC 3207 §4.2). The factory's trust manager decides about the
   * certificate.
   *
   * @throws IOException when the server refuses, or sends in clear what would be taken for
   *     encrypted text
   */
  void startTls(SSLSocketFactory sockets) throws IOException {
    expect(220, command("STARTTLS"), "STARTTLS");
    if (in.available() > 0) {
      throw new ProtocolException(
          "the server sends more in clear after its reply to STARTTLS: somebody may have put it there");
    }
    var encrypted = (SSLSocket) sockets.createSocket(socket, host, socket.getPort(), true);
    var parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.setUseClientMode(true);
    encrypted.startHandshake();
    use(encrypted);
    greet();
  }

  /** Logs in with AUTH PLAIN (RFC 4616). */
  Reply login(String user, String password) throws IOException {
    var credentials = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    return command("AUTH PLAIN " + Base64.getEncoder().encodeToString(credentials));
  }

  /** Sends a message whose lines end with CRLF and do not begin with a dot; after 354. */
  Reply message(String text) throws IOException {
    write(text + ".\r\n");
    return reply();
  }

  /** Says QUIT, without waiting for long, and closes the connection. */
  @Override
  public void close() throws IOException {
    try (var closed = socket) {
      closed.setSoTimeout(2_000);
      command("QUIT");
    } catch (IOException e) {
      // It is over either way.
    }
  }

  private void greet() throws IOException {
    var answer = command("EHLO " + NAME);
    expect(250, answer, "EHLO");
    extensions = new TreeMap<>();
    answer.lines().stream()
        .skip(1)
        .map(line -> line.split(" ", 2))
        .forEach(
            words ->
                extensions.put(
                    words[0].toUpperCase(Locale.ROOT), words.length == 2 ? words[1] : ""));
  }

  private void use(Socket next) throws IOException {
    next.setSoTimeout(READ_MILLIS);
    socket = next;
    in = new BufferedInputStream(next.getInputStream());
    out = next.getOutputStream();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private Reply reply() throws IOException {
    var lines = new ArrayList<String>();
    while (lines.size() < LINES) {
      var line = line();
      if (!line.matches("[2-5]\\d\\d([ -].*)?")) {
        throw new ProtocolException("this is no reply of SMTP: " + printable(line));
      }
      lines.add(printable(line.length() > 4 ? line.substring(4) : ""));
      if (line.length() == 3 || line.charAt(3) == ' ') {
        return new Reply(Integer.parseInt(line.substring(0, 3)), List.copyOf(lines));
      }
    }
    throw new ProtocolException("a reply of more than " + LINES + " lines");
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new ProtocolException("the server closed the connection");
      }
      if (line.length() == OCTETS) {
        throw new ProtocolException("a line of more than " + OCTETS + " octets");
      }
      line.append((char) octet);
    }
    return line.toString().stripTrailing();
  }

  /** A text made safe for a terminal: a server's words must not move its cursor. */
  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  private static void expect(int code, Reply answer, String what) throws IOException {
    if (answer.code() != code) {
      throw new ProtocolException(what + " is answered with " + answer);
    }
  }
}
