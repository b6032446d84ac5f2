package io.mailhelm.smtp.api.mail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;

/** A JSON value that is present and ignored: it is skipped, however large. */
@JsonDeserialize(using = IgnoredValue.Reader.class)
record IgnoredValue() {
  /** Passes over a value. */
  static final class Reader extends JsonDeserializer<IgnoredValue> {
    @Override
    public IgnoredValue deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      parser.skipChildren();
      return new IgnoredValue();
    }
  }
}
