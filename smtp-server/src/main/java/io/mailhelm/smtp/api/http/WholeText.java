package io.mailhelm.smtp.api.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.mailhelm.config.Surrogates;
import java.io.IOException;
import java.util.Set;

/**
 * Reads texts of JSON, and deals with halves of surrogate pairs. JSON can name one half of a
 * surrogate pair (RFC 8259 §8.2), which no UTF-8 has a form for: it would be stored, and sent, as a
 * question mark. In an address or a password a half is refused, because it would become another
 * one. In text that people read, which programs may have cut in the middle of a pair, it becomes
 * the replacement character.
 */
final class WholeText extends StringDeserializer {
  private static final long serialVersionUID = 1;
  private static final Set<String> READ_BY_PEOPLE = Set.of("subject", "text", "html");

  private WholeText() {}

  /** Has texts read so; half of a pair in a name is refused by the reader of JSON itself. */
  static Module module() {
    return new SimpleModule("whole-text").addDeserializer(String.class, new WholeText());
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    var text = super.deserialize(parser, context);
    if (text == null || !Surrogates.isHalved(text)) {
      return text;
    }
    if (READ_BY_PEOPLE.contains(String.valueOf(parser.currentName()))) {
      return Surrogates.replaced(text);
    }
    throw new HalfPairException(parser);
  }

  /** A text has one half of a pair. It does not show the text, which may be a password. */
  static final class HalfPairException extends JsonMappingException {
    private static final long serialVersionUID = 1;

    private HalfPairException(JsonParser parser) {
      super(parser, "one half of a surrogate pair");
    }
  }
}
