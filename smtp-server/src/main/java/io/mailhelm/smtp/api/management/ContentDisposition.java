package io.mailhelm.smtp.api.management;

import java.nio.charset.StandardCharsets;

/** Writes the {@code Content-Disposition} of content that browsers may only save (RFC 6266). */
final class ContentDisposition {
  private static final int MAX_NAME = 120;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private ContentDisposition() {}

  /**
   * @param name as a sender chose it: folders are cut off, the rest is encoded (RFC 8187)
   */
  static String attachment(String name) {
    var base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    var cut = base.length() > MAX_NAME ? base.substring(base.length() - MAX_NAME) : base;
    var plain = new StringBuilder();
    var encoded = new StringBuilder();
    for (var octet : cut.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (octet & 0xff);
      if (isPlain(c)) {
        plain.append(c);
        encoded.append(c);
      } else {
        plain.append('_');
        encoded.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded);
  }

  private static boolean isPlain(char c) {
    return c >= '0' && c <= '9'
        || c >= 'A' && c <= 'Z'
        || c >= 'a' && c <= 'z'
        || c == '.'
        || c == '-'
        || c == '_';
  }
}
