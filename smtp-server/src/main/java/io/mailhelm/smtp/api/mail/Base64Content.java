package io.mailhelm.smtp.api.mail;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;

/**
 * Decodes base64 (RFC 4648 §4) as it comes, never held as text: a file of some megabytes would be
 * in memory three times. Line ends, as {@code base64} prints them, are allowed; padding may be
 * missing.
 */
final class Base64Content extends JsonDeserializer<byte[]> {
  private static final Base64Variant FORM = Base64Variants.MIME_NO_LINEFEEDS.withPaddingAllowed();

  @Override
  public byte[] deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      throw refused(parser);
    }
    try (var octets = new ByteArrayBuilder()) {
      parser.readBinaryValue(FORM, octets);
      return octets.toByteArray();
    } catch (IllegalArgumentException | StreamReadException e) {
      throw refused(parser);
    }
  }

  private static InvalidFormatException refused(JsonParser parser) {
    return InvalidFormatException.from(parser, "not base64", "", byte[].class);
  }
}
