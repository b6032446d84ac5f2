package io.mailhelm.compiler.read;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The text under a key of a Secret: a password, a login. All such texts are read here, so that they
 * mean the same for a user and for a relay.
 *
 * <p>One line end after it is left out: {@code kubectl create secret --from-file} and {@code echo}
 * leave one, and a person cannot type it.
 *
 * @param value without that line end; never empty, without control characters
 * @param hadLineEnd whether there was one
 */
public record SecretText(String value, boolean hadLineEnd) {
  /** The message where there was one. */
  public static final String LINE_END =
      "ends in a line end, which is not taken for a part of it: leave it out of the Secret";

  /**
   * Reads the text; empty when the octets are not UTF-8, contain another control character, or none
   * are left.
   */
  public static Optional<SecretText> of(byte[] octets) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
      var value = withoutLineEnd(text);
      return value.isEmpty() || value.chars().anyMatch(Character::isISOControl)
          ? Optional.empty()
          : Optional.of(new SecretText(value, value.length() < text.length()));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String withoutLineEnd(String text) {
    int end = text.length();
    if (end > 0 && text.charAt(end - 1) == '\n') {
      end--;
    }
    if (end > 0 && text.charAt(end - 1) == '\r') {
      end--;
    }
    return text.substring(0, end);
  }

  /** Never contains the text. */
  @Override
  public String toString() {
    return "SecretText[]";
  }
}
