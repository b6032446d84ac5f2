package io.mailhelm.smtp.header;

import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;

/** Encoded words (RFC 2047): text beyond ASCII in a header field. */
public final class EncodedWords {
  private EncodedWords() {}

  /** What an unfolded field says; words that cannot be decoded stay as they are. */
  public static String decode(String field) {
    if (!field.contains("=?")) {
      return field;
    }
    try {
      var decoded = DecoderUtil.decodeEncodedWords(field, DecodeMonitor.SILENT);
      return decoded.isBlank() ? field : decoded;
    } catch (RuntimeException e) {
      return field;
    }
  }
}
