package io.mailhelm.cli.bundle;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Decodes whatever may be base64 (RFC 4648, both alphabets), across line ends too. It is not known
 * where in a run of such characters base64 begins. So a run is decoded from four places, one of
 * which is right for whatever is in it.
 *
 * @param skipped how many characters of each run are left out, 0 to 3
 */
record Base64Runs(int skipped) implements UnaryOperator<DecodedText> {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private static final byte[] VALUES = values();

  /** An octet that UTF-8 never has, so that no secret continues across it. */
  private static final byte BREAK = (byte) 0xFF;

  private static final int SEXTET = 6;

  private static byte[] values() {
    var values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (byte i = 0; i < ALPHABET.length(); i++) {
      values[ALPHABET.charAt(i)] = i;
    }
    values['-'] = values['+'];
    values['_'] = values['/'];
    return values;
  }

  private static int value(DecodedText source, int at) {
    return at < source.size() ? VALUES[source.at(at) & 0xFF] : -1;
  }

  @Override
  public DecodedText apply(DecodedText source) {
    var read = new DecodedText();
    for (int at = 0; at < source.size(); ) {
      at = value(source, at) < 0 ? at + 1 : run(source, at, read);
    }
    return read;
  }

  /**
   * Decodes one run. Each octet is attributed to its whole line of the run: otherwise whatever is
   * beside a secret there, such as a name, would be cut in the middle of a character.
   *
   * @return where the run ends
   */
  private int run(DecodedText source, int begin, DecodedText read) {
    int bits = 0;
    int held = 0;
    int left = skipped;
    int lineBefore = begin;
    int line = begin;
    while (true) {
      int end = line;
      while (value(source, end) >= 0) {
        end++;
      }
      int padded = end;
      while (source.has(padded, '=')) {
        padded++;
      }
      for (int at = line; at < end; at++) {
        if (left > 0) {
          left--;
          continue;
        }
        int first = held == 0 ? line : lineBefore;
        bits = bits << SEXTET | value(source, at);
        held += SEXTET;
        if (held >= Byte.SIZE) {
          held -= Byte.SIZE;
          read.add((byte) (bits >> held), source, first, padded);
        }
        lineBefore = line;
      }
      int next = padded == end ? nextLine(source, end) : end;
      if (value(source, next) < 0 || next == end) {
        read.add(BREAK, source, begin, begin + 1);
        return padded;
      }
      line = next;
    }
  }

  /** The start of the next line's text, if a line ends here; otherwise this place. */
  private static int nextLine(DecodedText source, int at) {
    int next = source.has(at, '\r') ? at + 1 : at;
    if (!source.has(next, '\n')) {
      return at;
    }
    do {
      next++;
    } while (source.has(next, ' ') || source.has(next, '\t'));
    return next;
  }
}
