package io.mailhelm.smtp.transfer;

import io.mailhelm.smtp.transfer.PartHeader.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Goes through a message once, line by line, and tells a {@link Visitor} of headers, of content and
 * of what stands between parts (RFC 2046 §5.1). Keeps no more than one header and the boundaries of
 * the parts it is in. One thread's.
 */
final class MessageWalk {
  static final int MAX_DEPTH = 32;
  static final int MAX_PARTS = 10_000;

  /** Octets of a message's or a part's header; no longer one is taken from anybody. */
  static final int MAX_HEADER = 512 << 10;

  /** What this meets, in the order of the message. */
  interface Visitor {
    /**
     * A header. The empty line behind it is told of as {@link #between}; a part without content may
     * have none (RFC 2046 §5.1.1), then the next boundary or the end of the message follows.
     *
     * @param part its number, from 0
     */
    void header(int part, PartHeader header) throws IOException;

    /** A piece of what stands below the header of that number. */
    void content(int part, MessageLines piece) throws IOException;

    /**
     * The end of that content.
     *
     * @param atBoundary whether the CRLF before it is a boundary's and not the content's
     */
    void contentEnds(int part, boolean atBoundary) throws IOException;

    /** A piece of anything else: boundaries, what stands before and after parts. */
    void between(MessageLines piece) throws IOException;
  }

  /** It is built so that nobody could be sure to read it as we do. */
  static final class UnfitException extends IOException {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message);
    }
  }

  private enum At {
    HEADER,
    CONTENT,
    BETWEEN
  }

  /** A multipart that was begun and not ended. */
  private record Open(byte[] boundary, String defaultType) {}

  private final MessageLines lines;
  private final Visitor visitor;
  private final List<Open> open = new ArrayList<>();
  private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
  private At at = At.HEADER;
  private String defaultType = "text/plain";
  private boolean isMessage = true;
  private int part = -1;
  private int depth;

  MessageWalk(InputStream message, Visitor visitor) {
    this.lines = new MessageLines(message);
    this.visitor = visitor;
  }

  /**
   * Takes the next piece.
   *
   * @return whether there was one
   */
  boolean next() throws IOException {
    if (!lines.next()) {
      leave(false);
      return false;
    }
    int ended = lines.begins() ? boundary() : -1;
    if (ended >= 0) {
      boundary(ended);
    } else {
      switch (at) {
        case HEADER -> header();
        case CONTENT -> visitor.content(part, lines);
        case BETWEEN -> visitor.between(lines);
      }
    }
    return true;
  }

  /** The multipart whose boundary this line is, the innermost first; -1 where it is none. */
  private int boundary() {
    var octets = lines.octets();
    int length = lines.to() - lines.from();
    if (length < 2 || octets[lines.from()] != '-' || octets[lines.from() + 1] != '-') {
      return -1;
    }
    for (int i = open.size() - 1; i >= 0; i--) {
      var boundary = open.get(i).boundary();
      int end = lines.from() + 2 + boundary.length;
      if (end <= lines.to()
          && Arrays.equals(octets, lines.from() + 2, end, boundary, 0, boundary.length)
          && isBlank(end + (isClosing(end) ? 2 : 0))) {
        return i;
      }
    }
    return -1;
  }

  private boolean isClosing(int end) {
    return end + 1 < lines.to() && lines.octets()[end] == '-' && lines.octets()[end + 1] == '-';
  }

  /** RFC 2046 §5.1.1: blanks may stand behind a boundary. */
  private boolean isBlank(int from) {
    for (int i = from; i < lines.to(); i++) {
      if (lines.octets()[i] != ' ' && lines.octets()[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private void boundary(int index) throws IOException {
    leave(true);
    var multipart = open.get(index);
    boolean closes = isClosing(lines.from() + 2 + multipart.boundary().length);
    open.subList(closes ? index : index + 1, open.size()).clear();
    depth = open.size();
    at = closes ? At.BETWEEN : At.HEADER;
    isMessage = false;
    defaultType = multipart.defaultType();
    visitor.between(lines);
  }

  private void leave(boolean atBoundary) throws IOException {
    switch (at) {
      case HEADER -> headerEnds();
      case CONTENT -> visitor.contentEnds(part, atBoundary);
      case BETWEEN -> {}
    }
  }

  private void header() throws IOException {
    if (!lines.isEmpty() || !lines.begins()) {
      fields.write(lines.octets(), lines.from(), lines.to() - lines.from());
      if (lines.ends()) {
        fields.write('\r');
        fields.write('\n');
      }
      if (fields.size() > MAX_HEADER) {
        throw new UnfitException("a header of more than " + MAX_HEADER + " octets");
      }
      return;
    }
    var header = headerEnds();
    visitor.between(lines);
    enter(header);
  }

  private PartHeader headerEnds() throws IOException {
    var header = new PartHeader(fields.toByteArray(), isMessage, defaultType);
    fields.reset();
    if (++part == MAX_PARTS || ++depth > MAX_DEPTH) {
      throw new UnfitException("more parts than " + MAX_PARTS + ", or deeper than " + MAX_DEPTH);
    }
    visitor.header(part, header);
    return header;
  }

  private void enter(PartHeader header) {
    switch (header.content()) {
      case PARTS -> {
        open.add(new Open(header.boundary(), header.defaultOfParts()));
        at = At.BETWEEN;
      }
      case MESSAGE -> {
        at = At.HEADER;
        isMessage = true;
        defaultType = "text/plain";
      }
      case TEXT, OCTETS, SEALED -> at = At.CONTENT;
    }
  }

  /** Whether that content may be encoded. */
  static boolean isEncodable(Content content) {
    return content == Content.TEXT || content == Content.OCTETS;
  }
}
