package io.mailhelm.smtp.receive;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;

/** RFC 2047 encoded words into what they say; what cannot be decoded stays as it is. */
final class EncodedWords {
  private EncodedWords() {}

  static String decode(String field) {
    if (!field.contains("=?")) {
      return field;
    }
    try {
      return MimeUtility.decodeText(field);
    } catch (UnsupportedEncodingException | RuntimeException e) {
      return field;
    }
  }
}
