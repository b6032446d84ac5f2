package io.mailhelm.smtp.header;

import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** Encoded words (RFC 2047): text beyond ASCII in a header field. */
public final class EncodedWords {
  /** The language of a word (RFC 2231 §5), behind its charset: nobody here shows it. */
  private static final Pattern LANGUAGE =
      Pattern.compile("(=\\?[^?*=\\s]{1,64})\\*[A-Za-z0-9-]{0,64}(?=\\?[bBqQ]\\?)");

  /** Base64 without the padding that it should end with (RFC 4648 §3.2): the decoder wants it. */
  private static final Pattern UNPADDED = Pattern.compile("(\\?[bB]\\?)([A-Za-z0-9+/]+)(?=\\?=)");

  private static final int QUANTUM = 4;

  private EncodedWords() {}

  /** What an unfolded field says; words that cannot be decoded stay as they are. */
  public static String decode(String field) {
    if (!field.contains("=?")) {
      return field;
    }
    try {
      var decoded = DecoderUtil.decodeEncodedWords(mended(field), DecodeMonitor.SILENT);
      return decoded.isBlank() ? field : decoded;
    } catch (RuntimeException e) {
      return field;
    }
  }

  private static String mended(String field) {
    var plain = LANGUAGE.matcher(field).replaceAll("$1");
    return UNPADDED
        .matcher(plain)
        .replaceAll(
            word -> word.group(1) + word.group(2) + "=".repeat(lacking(word.group(2).length())));
  }

  /** How much; none where no octets have so many characters. */
  private static int lacking(int length) {
    var over = length % QUANTUM;
    return over < 2 ? 0 : QUANTUM - over;
  }
}
