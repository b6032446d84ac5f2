package io.mailhelm.smtp.header;

import io.mailhelm.config.Surrogates;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Decodes encoded words (RFC 2047): text beyond ASCII in a header field. */
public final class EncodedWords {
  /** A word; the language behind its charset (RFC 2231 §5) is shown nowhere. */
  private static final Pattern WORD =
      Pattern.compile(
          "=\\?([^?*=\\s]{1,64})(?:\\*[A-Za-z0-9-]{0,64})?\\?(?:[bB]\\?([A-Za-z0-9+/]++)={0,2}|[qQ]\\?([!->@-~]++))\\?=");

  private static final byte[] NOTHING = {};
  private static final int QUANTUM = 4;
  private static final int HEX = 16;

  private EncodedWords() {}

  /** What an unfolded field says; words that cannot be decoded stay as they are. */
  public static String decode(String field) {
    return beginning(field, Integer.MAX_VALUE);
  }

  /**
   * The beginning of what an unfolded field says; what is beyond is not decoded.
   *
   * @param most characters of the result
   */
  public static String beginning(String field, int most) {
    if (!field.contains("=?")) {
      return Surrogates.beginning(field, most);
    }
    var text = new Text(field, most);
    var words = WORD.matcher(field);
    while (text.hasRoom() && words.find()) {
      var charset = KnownCharsets.of(words.group(1));
      var octets = charset.map(known -> octets(words)).orElse(NOTHING);
      if (octets.length > 0) {
        text.word(words.start(), words.end(), charset.get(), octets);
      }
    }
    var decoded = text.end();
    return Surrogates.beginning(decoded.isBlank() ? field : decoded, most);
  }

  private static byte[] octets(MatchResult word) {
    return word.group(2) == null ? ofQ(word.group(3)) : ofBase64(word.group(2));
  }

  /**
   * Without the padding that base64 should end with (RFC 4648 §3.2), which many leave away; a
   * single character at the end makes no octet.
   */
  private static byte[] ofBase64(String base64) {
    boolean isOver = base64.length() % QUANTUM == 1;
    return Base64.getDecoder().decode(isOver ? base64.substring(0, base64.length() - 1) : base64);
  }

  /** Of the encoding "Q" (RFC 2047 §4.2); an "=" that no octet follows stands for itself. */
  private static byte[] ofQ(String q) {
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
    return octets.toByteArray();
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), HEX) >= 0;
  }

  /**
   * What was decoded so far. Octets of words next to each other in one charset are put together
   * before they are decoded: some programs part them within a character, or within a state of the
   * charset.
   */
  private static final class Text {
    private final String field;
    private final int most;
    private final StringBuilder decoded = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Optional<Charset> charset = Optional.empty();

    /** Where the field goes on behind the last word. */
    private int at;

    Text(String field, int most) {
      this.field = field;
      this.most = most;
    }

    boolean hasRoom() {
      return decoded.length() < most;
    }

    void word(int start, int end, Charset of, byte[] octets) {
      boolean isNext = charset.isPresent() && isBlank(at, start);
      if (!isNext || !charset.get().equals(of)) {
        flush();
      }
      if (!isNext) { // blanks between two words are none (RFC 2047 §6.2)
        decoded.append(field, at, start);
      }
      charset = Optional.of(of);
      pending.writeBytes(octets);
      at = end;
    }

    private boolean isBlank(int from, int to) {
      for (int i = from; i < to; i++) {
        if (" \t\r\n".indexOf(field.charAt(i)) < 0) {
          return false;
        }
      }
      return true;
    }

    private void flush() {
      charset.ifPresent(of -> decoded.append(pending.toString(of)));
      pending.reset();
    }

    String end() {
      flush();
      if (hasRoom()) {
        decoded.append(field, at, field.length());
      }
      return decoded.toString();
    }
  }
}
