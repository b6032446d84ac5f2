package io.mailhelm.smtp.send;

import io.mailhelm.smtp.wire.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Fetches one small text by HTTP/1.1 (RFC 9112). The platform's client resolves the name itself and
 * takes the TLS name from it, but both must be what MTA-STS was looked up with; so it is done by
 * hand.
 */
final class HttpGet {
  private static final int MAX_BODY = 64 << 10; // RFC 8461 §3.3 suggests it
  private static final int MAX_HEADER = 16 << 10;
  private final Transport transport;

  HttpGet(Transport transport) {
    this.transport = transport;
  }

  /**
   * What is there.
   *
   * @throws IOException when it is anything but 200 with a text
   */
  String text(String host, String path) throws IOException {
    var request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/plain\r\nUser-Agent: Mailhelm\r\nConnection: close\r\n\r\n"
            .formatted(path, host)
            .getBytes(StandardCharsets.US_ASCII);
    transport.write(request, 0, request.length);
    var answer = all();
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0 || end > MAX_HEADER) {
      throw new IOException("the answer is not HTTP");
    }
    var lines = answer.substring(0, end).split("\r\n");
    var status = lines[0].split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
      throw new IOException("the answer is not HTTP");
    }
    if (!status[1].equals("200")) { // RFC 8461 §3.3: redirections are not followed
      throw new IOException("HTTP status " + status[1]);
    }
    var body = answer.substring(end + 4);
    var length = field(lines, "content-length");
    if (!length.isEmpty() && !length.equals(Integer.toString(body.length()))) {
      throw new IOException("the answer is cut off"); // half a policy is another policy
    }
    var text = "chunked".equals(field(lines, "transfer-encoding")) ? unchunked(body) : body;
    return new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String field(String[] lines, String name) {
    for (var line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
        return line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  /** Everything until it closes, as it was asked to; an octet a character. */
  private String all() throws IOException {
    var octets = new ByteArrayOutputStream();
    var buffer = new byte[8 << 10];
    for (int count = transport.read(buffer, 0, buffer.length);
        count >= 0;
        count = transport.read(buffer, 0, buffer.length)) {
      octets.write(buffer, 0, count);
      if (octets.size() > MAX_HEADER + MAX_BODY) {
        throw new IOException("more than 64 KiB");
      }
    }
    return octets.toString(StandardCharsets.ISO_8859_1);
  }

  /** RFC 9112 §7.1. */
  private static String unchunked(String body) throws IOException {
    var text = new StringBuilder();
    int at = 0;
    try {
      while (true) {
        int end = body.indexOf("\r\n", at);
        int size = Integer.parseInt(body.substring(at, end).split(";")[0].strip(), 16);
        if (size == 0) {
          return text.toString();
        }
        text.append(body, end + 2, end + 2 + size);
        at = end + 2 + size + 2;
      }
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IOException("the answer is cut off", e);
    }
  }
}
