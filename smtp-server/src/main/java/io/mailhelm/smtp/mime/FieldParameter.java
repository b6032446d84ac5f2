package io.mailhelm.smtp.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.NameValuePair;

/**
 * A parameter of a header field, joined of its sections and decoded (RFC 2231 §3, §4). Where it
 * comes in several forms, the one with a charset counts, as RFC 6266 §4.3 has it.
 */
final class FieldParameter {
  private static final Pattern SECTION = Pattern.compile("\\*(0|[1-9][0-9]{0,3})(\\*?)");
  private static final String ENCODED = "*";

  /**
   * Charset, language, text: only what is marked as encoded has them, and the text may have more.
   */
  private static final int PIECES = 3;

  private FieldParameter() {}

  /** A piece of the value; {@code encoded}: with percent signs for octets. */
  private record Section(String text, boolean encoded) {}

  /**
   * The value.
   *
   * @param written as a field has them, in its order; of two that are the same the first counts
   * @param name without a section, in any case
   * @return empty where there is none of that name
   */
  static Optional<String> of(List<NameValuePair> written, String name) {
    var sections = new TreeMap<Integer, Section>();
    Optional<String> plain = Optional.empty();
    Optional<String> whole = Optional.empty();
    for (var each : written) {
      var own = each.getName().toLowerCase(Locale.ROOT);
      var value = Optional.ofNullable(each.getValue()).orElse("");
      if (!own.startsWith(name)) {
        continue;
      }
      var rest = own.substring(name.length());
      var section = SECTION.matcher(rest);
      if (rest.isEmpty()) {
        plain = plain.or(() -> Optional.of(value));
      } else if (rest.equals(ENCODED)) {
        whole = whole.or(() -> Optional.of(value));
      } else if (section.matches()) {
        sections.putIfAbsent(
            Integer.parseInt(section.group(1)), new Section(value, !section.group(2).isEmpty()));
      }
    }
    var without = plain;
    return whole
        .map(value -> joined(Map.of(0, new Section(value, true))))
        .or(() -> Optional.of(joined(sections)).filter(text -> !text.isEmpty()))
        .or(() -> without);
  }

  /** What stands in the sections from the first up to where one is missing. */
  private static String joined(Map<Integer, Section> sections) {
    Charset charset = StandardCharsets.UTF_8;
    var octets = new ByteArrayOutputStream();
    for (int i = 0; sections.containsKey(i); i++) {
      var text = sections.get(i).text();
      if (!sections.get(i).encoded()) {
        octets.writeBytes(text.getBytes(charset));
        continue;
      }
      if (i == 0) {
        var pieces = text.split("'", PIECES);
        if (pieces.length < PIECES) {
          return text; // it only looks like one
        }
        charset = HeaderText.charset(pieces[0]);
        text = pieces[2];
      }
      decode(text, charset, octets);
    }
    return octets.toString(charset);
  }

  /** Percent signs that no two hexadecimal digits follow stand for themselves. */
  private static void decode(String text, Charset charset, ByteArrayOutputStream octets) {
    for (int i = 0; i < text.length(); i++) {
      int c = text.codePointAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
      if (low >= 0) {
        octets.write(high << 4 | low);
        i += 2;
      } else {
        octets.writeBytes(Character.toString(c).getBytes(charset));
        i += Character.charCount(c) - 1;
      }
    }
  }
}
