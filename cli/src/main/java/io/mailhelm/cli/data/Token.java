package io.mailhelm.cli.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * The bearer token of the management API: {@code MAILHELM_TOKEN}, or one generated into {@code
 * DATA/token}.
 */
public final class Token {
  private static final String VARIABLE = "MAILHELM_TOKEN";
  private static final int LEAST = 16;

  private Token() {}

  /**
   * @throws IllegalArgumentException when the variable holds fewer than 16 characters
   */
  public static String of(DataFolder data, Map<String, String> environment) throws IOException {
    var given = environment.get(VARIABLE);
    if (given == null) {
      var made = PrivateFile.readOrMake(data.token(), Token::generate);
      return new String(made, StandardCharsets.US_ASCII).strip();
    }
    if (given.length() < LEAST) {
      throw new IllegalArgumentException(
          "%s has %d characters: give it %d or more, e.g. from: openssl rand -base64 24"
              .formatted(VARIABLE, given.length(), LEAST));
    }
    return given;
  }

  private static byte[] generate() {
    var text = Base64.getUrlEncoder().withoutPadding().encodeToString(PrivateFile.random(24));
    return (text + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
