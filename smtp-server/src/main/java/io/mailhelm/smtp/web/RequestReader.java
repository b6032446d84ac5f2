package io.mailhelm.smtp.web;

import io.mailhelm.smtp.wire.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads one request, within bounds on its size. One thread's. */
public final class RequestReader {
  /** Octets of the request line and all header fields. */
  static final int MOST_HEAD = 16 << 10;

  /** Octets of a body: what Outlook asks with has less than one thousand. */
  static final int MOST_BODY = 16 << 10;

  private static final int END = 4; // CR LF CR LF
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Transport transport;
  private final byte[] buffer = new byte[MOST_HEAD + MOST_BODY];
  private int filled;

  /**
   * @param transport read by nobody else meanwhile; throws {@link SocketTimeoutException} when the
   *     time for the request is over
   */
  public RequestReader(Transport transport) {
    this.transport = transport;
  }

  /**
   * The request.
   *
   * @throws WebRefusedException when it is malformed or too large, or has begun and is late
   * @throws IOException when the client ends before its request does
   */
  public WebRequest read() throws IOException, WebRefusedException {
    int end = head();
    // An octet a character: what is not ASCII is refused where it may not be.
    var text = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
    var head = RequestHead.of(List.of(text.split("\r\n", -1)), MOST_BODY);
    int from = end + END;
    if (head.awaited() && filled == from && head.length() > 0) {
      transport.write(CONTINUE, 0, CONTINUE.length);
    }
    while (filled < from + head.length()) {
      fill(from + head.length());
    }
    return new WebRequest(
        head.method(),
        head.host(),
        head.path(),
        Arrays.copyOfRange(buffer, from, from + head.length()));
  }

  /** Reads until the empty line, and says where that begins. */
  private int head() throws IOException, WebRefusedException {
    int looked = 0;
    while (true) {
      for (; looked + END <= filled; looked++) {
        if (isEnd(looked)) {
          return looked;
        }
      }
      if (filled >= MOST_HEAD) {
        throw new WebRefusedException(
            431, "a request's header has at most %d octets".formatted(MOST_HEAD));
      }
      fill(MOST_HEAD);
    }
  }

  private boolean isEnd(int at) {
    return buffer[at] == '\r'
        && buffer[at + 1] == '\n'
        && buffer[at + 2] == '\r'
        && buffer[at + 3] == '\n';
  }

  private void fill(int to) throws IOException, WebRefusedException {
    int count = readInTime(to);
    if (count < 0) {
      throw new EOFException("the request is cut off");
    }
    filled += count;
  }

  private int readInTime(int to) throws IOException, WebRefusedException {
    try {
      return transport.read(buffer, filled, to - filled);
    } catch (SocketTimeoutException e) {
      if (filled == 0) {
        throw e;
      }
      throw new WebRefusedException(
          408, "the request did not come whole in time: send it again, without pauses");
    }
  }
}
