package io.mailhelm.smtp.mime;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;

/**
 * A part of a message that has no parts itself.
 *
 * @param type a media type, lower case
 * @param charset of its text
 * @param name the file name it came with
 * @param attached whether its Content-Disposition says that it is an attachment (RFC 2183 §2.2)
 * @param content decoded; good until the next part is asked for
 */
public record MessagePart(
    String type, Charset charset, Optional<String> name, boolean attached, InputStream content) {
  /** Whether it is text of that type to be read, and no file. */
  public boolean isText(String wanted) {
    return type.equals(wanted) && !attached && name.isEmpty();
  }
}
