package io.mailhelm.smtp.api.http;

import io.mailhelm.smtp.api.ApiException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Checks that a request's path and parameters are well-formed, as they are written. The HTTP
 * library does not answer some malformed ones at all, and reads octets that are not UTF-8 as
 * another text: an address would become another one.
 */
final class RequestTarget {
  /** ASCII that a URI has only percent-encoded (RFC 3986 §2), but for what old clients send. */
  private static final String NEVER = " \"<>\\^`{|}";

  private RequestTarget() {}

  /**
   * @throws ApiException 400 where it is not percent-encoded UTF-8
   */
  static void check(String uri) {
    var octets = new ByteArrayOutputStream(uri.length());
    for (int i = 0; i < uri.length(); i++) {
      char at = uri.charAt(i);
      if (at == '%') {
        if (i + 2 >= uri.length() || !isHex(uri.charAt(i + 1)) || !isHex(uri.charAt(i + 2))) {
          throw malformed("a % has two hexadecimal digits behind it");
        }
        octets.write(HexFormat.fromHexDigits(uri, i + 1, i + 3));
        i += 2;
      } else if (at < ' ' || at >= 0x7f || NEVER.indexOf(at) >= 0) {
        throw malformed("write other characters than letters, digits and -._~ percent-encoded");
      } else {
        octets.write(at);
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets.toByteArray()));
    } catch (CharacterCodingException e) {
      throw malformed("what is percent-encoded is no UTF-8");
    }
  }

  private static boolean isHex(char at) {
    return HexFormat.isHexDigit(at);
  }

  private static ApiException malformed(String why) {
    return ApiException.badRequest("The path or a parameter is malformed: %s.".formatted(why));
  }
}
