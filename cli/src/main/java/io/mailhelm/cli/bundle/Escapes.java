package io.mailhelm.cli.bundle;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Decodes escapes: encodings that write some octets differently and leave the rest as it is. */
enum Escapes implements UnaryOperator<DecodedText> {
  /** The escapes of JSON (RFC 8259, section 7), which Go, YAML and Java share. */
  BACKSLASH('\\') {
    @Override
    int read(DecodedText source, int at, DecodedText into) {
      if (at + 1 == source.size()) {
        return 0;
      }
      char second = (char) source.at(at + 1);
      return switch (second) {
        case 'u' -> unit(source, at, into);
        case 'x' -> hex(source, at, 2, into);
        case 'n' -> one('\n', source, at, into);
        case 't' -> one('\t', source, at, into);
        case 'r' -> one('\r', source, at, into);
        case 'b' -> one('\b', source, at, into);
        case 'f' -> one('\f', source, at, into);
        case '"', '\'', '\\', '/' -> one(second, source, at, into);
        default -> 0;
      };
    }
  },
  /** Percent-encoding (RFC 3986, section 2.1). */
  PERCENT('%') {
    @Override
    int read(DecodedText source, int at, DecodedText into) {
      return hex(source, at, 1, into);
    }
  },
  /** The encoding of forms: a blank is a plus sign. */
  FORM('+') {
    @Override
    int read(DecodedText source, int at, DecodedText into) {
      into.add((byte) ' ', source, at, at + 1);
      return 1;
    }
  },
  /** Quoted-printable (RFC 2045, section 6.7). */
  QUOTED_PRINTABLE('=') {
    @Override
    int read(DecodedText source, int at, DecodedText into) {
      if (source.has(at + 1, '\n')) {
        return 2;
      }
      if (source.has(at + 1, '\r') && source.has(at + 2, '\n')) {
        return 3;
      }
      return hex(source, at, 1, into);
    }
  };

  private static final int HEX = 16;

  private final char sign;

  Escapes(char sign) {
    this.sign = sign;
  }

  /** The decoded text, if it differs from what is written; otherwise an empty one. */
  @Override
  public DecodedText apply(DecodedText source) {
    int first = 0;
    while (first < source.size() && !source.has(first, sign)) {
      first++;
    }
    var read = new DecodedText();
    if (first == source.size()) {
      return read;
    }
    for (int at = 0; at < source.size(); ) {
      int taken = source.has(at, sign) ? read(source, at, read) : 0;
      if (taken == 0) {
        read.add(source.at(at), source, at, at + 1);
      }
      at += Math.max(taken, 1);
    }
    return read;
  }

  /**
   * Decodes an escape that begins at the sign.
   *
   * @return how many octets it took; 0 when the sign begins no escape here
   */
  abstract int read(DecodedText source, int at, DecodedText into);

  private static int one(char octet, DecodedText source, int at, DecodedText into) {
    into.add((byte) octet, source, at, at + 2);
    return 2;
  }

  /** Decodes an octet in two digits, after {@code announced} octets that announce it. */
  private static int hex(DecodedText source, int at, int announced, DecodedText into) {
    int value = digits(source, at + announced, 2);
    if (value < 0) {
      return 0;
    }
    into.add((byte) value, source, at, at + announced + 2);
    return announced + 2;
  }

  /** Decodes a UTF-16 code unit in four digits, or two that are one character. */
  private static int unit(DecodedText source, int at, DecodedText into) {
    int first = digits(source, at + 2, 4);
    if (first < 0) {
      return 0;
    }
    int end = at + 6;
    var said = String.valueOf((char) first);
    if (Character.isHighSurrogate((char) first)
        && source.has(end, '\\')
        && source.has(end + 1, 'u')) {
      int second = digits(source, end + 2, 4);
      if (second >= 0 && Character.isLowSurrogate((char) second)) {
        said += (char) second;
        end += 6;
      }
    }
    for (byte octet : said.getBytes(StandardCharsets.UTF_8)) {
      into.add(octet, source, at, end);
    }
    return end - at;
  }

  private static int digits(DecodedText source, int at, int count) {
    if (at + count > source.size()) {
      return -1;
    }
    int value = 0;
    for (int i = at; i < at + count; i++) {
      int digit = Character.digit(source.at(i), HEX);
      if (digit < 0) {
        return -1;
      }
      value = value * HEX + digit;
    }
    return value;
  }
}
