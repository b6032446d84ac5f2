package io.mailhelm.smtp.header;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import org.apache.james.mime4j.stream.ParserCursor;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.apache.james.mime4j.util.ByteSequence;
import org.apache.james.mime4j.util.CharsetUtil;

/**
 * Parses the value and the parameters of a MIME field (RFC 2045 §5.1) as they are written. The
 * library's parser would decode encoded words in them, which have no place there (RFC 2047 §5), and
 * ask the platform for each charset that a stranger makes up; and it would take memory for the rest
 * of the field with each piece of a value. Thread-safe.
 */
public final class MimeFieldParser extends RawFieldParser {
  /** The one there is; it has no state. */
  public static final MimeFieldParser INSTANCE = new MimeFieldParser();

  private MimeFieldParser() {}

  @Override
  public void copyUnquotedContent(
      ByteSequence field, ParserCursor at, BitSet delimiters, StringBuilder value) {
    int from = at.getPos();
    int to = from;
    while (to < at.getUpperBound() && !endsUnquoted(field.byteAt(to), delimiters)) {
      to++;
    }
    var octets = new byte[to - from];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = field.byteAt(from + i);
    }
    value.append(new String(octets, StandardCharsets.UTF_8));
    at.updatePos(to);
  }

  private static boolean endsUnquoted(byte octet, BitSet delimiters) {
    char character = (char) (octet & 0xff);
    return delimiters != null && delimiters.get(character)
        || CharsetUtil.isWhitespace(character)
        || character == '('
        || character == '"';
  }

  /** A backslash stands for itself before all but a quote and a backslash, as many write paths. */
  @Override
  public void copyQuotedContent(ByteSequence field, ParserCursor at, StringBuilder value) {
    int from = at.getPos() + 1;
    int to = from;
    while (to < at.getUpperBound() && field.byteAt(to) != '"') {
      to += field.byteAt(to) == '\\' ? 2 : 1;
    }
    int end = Math.min(to, at.getUpperBound());
    var octets = new byte[end - from];
    int length = 0;
    for (int i = from; i < end; i++) {
      byte octet = field.byteAt(i);
      if (octet == '\\' && i + 1 < end && isQuotable(field.byteAt(i + 1))) {
        octets[length++] = field.byteAt(++i);
      } else if (octet == '\\' && i + 1 < end) {
        octets[length++] = octet;
        octets[length++] = field.byteAt(++i);
      } else if (octet != '\\' && octet != '\r' && octet != '\n') {
        octets[length++] = octet;
      }
    }
    value.append(new String(octets, 0, length, StandardCharsets.UTF_8));
    at.updatePos(Math.min(end + 1, at.getUpperBound()));
  }

  private static boolean isQuotable(byte octet) {
    return octet == '"' || octet == '\\';
  }
}
