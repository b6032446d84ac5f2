package io.mailhelm.smtp.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The administrator's bearer token (RFC 6750): it opens both APIs for all mailboxes. Only its
 * digest is kept, and a comparison takes the same time wherever two tokens differ.
 */
public final class ApiToken {
  /** A shorter token could be guessed. */
  public static final int MIN_LENGTH = 16;

  private final byte[] digest;

  private ApiToken(byte[] digest) {
    this.digest = digest;
  }

  /**
   * @param text as in the token file, without the line end
   * @throws IllegalArgumentException when it is shorter than {@value #MIN_LENGTH} characters
   */
  public static ApiToken of(String text) {
    if (text.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "the API token is shorter than %d characters: make one with `openssl rand -hex 32`"
              .formatted(MIN_LENGTH));
    }
    return new ApiToken(sha256(text));
  }

  /** Whether {@code offered} is this token. */
  public boolean matches(String offered) {
    return MessageDigest.isEqual(digest, sha256(offered));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "Token[hidden]";
  }
}
