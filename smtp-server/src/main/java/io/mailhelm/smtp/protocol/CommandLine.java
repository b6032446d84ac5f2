package io.mailhelm.smtp.protocol;

import java.nio.charset.StandardCharsets;

/**
 * A command as it was received: verb and argument, without its line end.
 *
 * @param verb what it asks for
 * @param argument what follows the verb, white space around it taken off; UTF-8 is decoded
 */
public record CommandLine(Verb verb, String argument) {
  /**
   * Octets of a command line with its CRLF. RFC 5321 §4.5.3.1.4 asks for 512 and more for each
   * extension; this leaves room for all of ours.
   */
  public static final int MAX_OCTETS = 4_096;

  /** Octets of a line of a SASL exchange with its CRLF (RFC 4954 §4). */
  public static final int MAX_AUTH_OCTETS = 12_288;

  /**
   * Reads the command at {@code line[from, to)}.
   *
   * @throws SyntaxException when it holds NUL, another control character or malformed UTF-8
   */
  public static CommandLine parse(byte[] line, int from, int to) throws SyntaxException {
    boolean ascii = true;
    for (int i = from; i < to; i++) {
      int octet = line[i];
      if (octet < 0) {
        ascii = false;
      } else if (octet < 0x20 && octet != '\t' || octet == 0x7f) {
        throw new SyntaxException(Replies.CONTROL_CHARACTER);
      }
    }
    int end = endOfVerb(line, from, to);
    var verb = Verb.at(line, from, end);
    int start = skipBlanks(line, end, to);
    int stop = to;
    while (stop > start && isBlank(line[stop - 1])) {
      stop--;
    }
    return new CommandLine(verb, ascii ? latin(line, start, stop) : utf8(line, start, stop));
  }

  /** Whether {@code line[from, to)}, well formed or not, is BDAT's (RFC 3030 §2). */
  public static boolean isChunk(byte[] line, int from, int to) {
    return Verb.at(line, from, endOfVerb(line, from, to)) == Verb.BDAT;
  }

  private static int endOfVerb(byte[] line, int from, int to) {
    int end = from;
    while (end < to && !isBlank(line[end])) {
      end++;
    }
    return end;
  }

  @SuppressWarnings("deprecation") // of plain ASCII this constructor is the one that only copies
  private static String latin(byte[] line, int from, int to) {
    return from == to ? "" : new String(line, 0, from, to - from);
  }

  private static String utf8(byte[] line, int from, int to) throws SyntaxException {
    var text = new String(line, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      throw new SyntaxException(Replies.NOT_UTF8);
    }
    return text;
  }

  private static int skipBlanks(byte[] line, int from, int to) {
    int at = from;
    while (at < to && isBlank(line[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte octet) {
    return octet == ' ' || octet == '\t';
  }
}
