package io.mailhelm.cli.data;

import io.mailhelm.keys.Randomness;
import io.mailhelm.smtp.api.ApiToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads the bearer token of the APIs: {@code MAILHELM_TOKEN}, or one generated into {@code
 * DATA/token}.
 */
public final class TokenFile {
  private static final String VARIABLE = "MAILHELM_TOKEN";

  private TokenFile() {}

  /**
   * @throws IllegalArgumentException when the variable holds fewer than {@link ApiToken#MIN_LENGTH}
   *     characters
   */
  public static ApiToken read(DataFolder data, Map<String, String> environment) throws IOException {
    var given = environment.get(VARIABLE);
    if (given != null) {
      return ApiToken.of(given);
    }
    try {
      return ApiToken.of(text(data));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(data.token() + ": " + e.getMessage(), e);
    }
  }

  /** Where {@link #read} takes it from. */
  public static ServerFile.TokenSource source(Map<String, String> environment) {
    return environment.containsKey(VARIABLE)
        ? ServerFile.TokenSource.ENVIRONMENT
        : ServerFile.TokenSource.DATA;
  }

  static String text(DataFolder data) throws IOException {
    return new String(
            PrivateFile.readOrMake(data.token(), Randomness::token), StandardCharsets.US_ASCII)
        .strip();
  }
}
