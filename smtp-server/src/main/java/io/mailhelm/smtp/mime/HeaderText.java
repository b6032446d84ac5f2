package io.mailhelm.smtp.mime;

import io.mailhelm.smtp.header.EncodedWords;
import io.mailhelm.smtp.header.FieldCursor;
import io.mailhelm.smtp.header.FieldParameter;
import io.mailhelm.smtp.header.MimeFieldParser;
import java.util.Optional;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;

/** Decodes header fields into text for people. */
final class HeaderText {
  private HeaderText() {}

  /** The field's text with its encoded words decoded (RFC 2047); empty where it is no field. */
  static String decode(Field field) {
    var octets = field.getRaw().toByteArray();
    var at = new FieldCursor(octets, 0, octets.length);
    return at.next() && at.isField() ? EncodedWords.decode(at.text()) : "";
  }

  /**
   * A parameter of Content-Disposition or Content-Type (RFC 2231), or an old mailer's encoded word.
   */
  static Optional<String> parameter(Field field, String name) {
    try {
      var raw = new RawField(field.getName(), decode(field));
      return FieldParameter.of(MimeFieldParser.INSTANCE.parseRawBody(raw).getParams(), name)
          .map(EncodedWords::decode)
          .filter(value -> !value.isBlank());
    } catch (RuntimeException e) {
      // A parameter in a form nobody defined: as if it were not there.
      return Optional.empty();
    }
  }
}
