package io.mailhelm.smtp.header;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.util.CharsetUtil;

/** Decodes encoded words (RFC 2047): text beyond ASCII in a header field. */
public final class EncodedWords {
  /** A word; the language behind its charset (RFC 2231 §5) is shown nowhere. */
  private static final Pattern WORD =
      Pattern.compile(
          "=\\?([^?*=\\s]{1,64})(?:\\*[A-Za-z0-9-]{0,64})?\\?(?:[bB]\\?([A-Za-z0-9+/]+)={0,2}|[qQ]\\?([!->@-~]+))(?=\\?=)");

  private static final int QUANTUM = 4;
  private static final int HEX = 16;

  private EncodedWords() {}

  /** What an unfolded field says; words that cannot be decoded stay as they are. */
  public static String decode(String field) {
    if (!field.contains("=?")) {
      return field;
    }
    try {
      var alike = WORD.matcher(field).replaceAll(EncodedWords::asBase64);
      var decoded = DecoderUtil.decodeEncodedWords(alike, DecodeMonitor.SILENT);
      return decoded.isBlank() ? field : decoded;
    } catch (RuntimeException e) {
      return field;
    }
  }

  /**
   * The same word as the decoder wants it. It puts octets together again that were parted within a
   * character only where words next to each other are alike in charset, letter by letter, and in
   * encoding; and it wants the padding that base64 should end with (RFC 4648 §3.2).
   */
  private static String asBase64(MatchResult word) {
    var charset = word.group(1).toLowerCase(Locale.ROOT);
    if (CharsetUtil.lookup(charset) == null) {
      return Matcher.quoteReplacement(word.group());
    }
    var text = word.group(2) == null ? octets(word.group(3)) : padded(word.group(2));
    return Matcher.quoteReplacement("=?" + charset + "?B?" + text);
  }

  private static String padded(String base64) {
    var over = base64.length() % QUANTUM;
    return over < 2 ? base64 : base64 + "=".repeat(QUANTUM - over);
  }

  /** Of the encoding "Q" (RFC 2047 §4.2); an "=" that no octet follows stands for itself. */
  private static String octets(String q) {
    var octets = new ByteArrayOutputStream(q.length());
    for (int i = 0; i < q.length(); i++) {
      char it = q.charAt(i);
      if (it == '=' && isHex(q, i + 1) && isHex(q, i + 2)) {
        octets.write(Integer.parseInt(q, i + 1, i + 3, HEX));
        i += 2;
      } else {
        octets.write(it == '_' ? ' ' : it);
      }
    }
    return Base64.getEncoder().encodeToString(octets.toByteArray());
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), HEX) >= 0;
  }
}
