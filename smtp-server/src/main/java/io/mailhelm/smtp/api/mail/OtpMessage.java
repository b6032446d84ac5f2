package io.mailhelm.smtp.api.mail;

/** Writes the built-in message with a one-time code. */
final class OtpMessage {
  static final String SUBJECT = "Your verification code";

  private static final String TEXT =
      """
      Your verification code is: %s

      Enter it where you were asked for it. If you did not ask for a code, ignore this message
      and tell nobody the code.
      """;

  private static final String HTML =
      """
      <!DOCTYPE html>
      <html lang="en">
      <body style="font-family: sans-serif">
      <p>Your verification code is:</p>
      <p style="font-size: 2em; letter-spacing: 0.2em"><strong>%s</strong></p>
      <p>Enter it where you were asked for it. If you did not ask for a code, ignore this message
      and tell nobody the code.</p>
      </body>
      </html>
      """;

  private OtpMessage() {}

  static String text(String code) {
    return TEXT.formatted(code);
  }

  /**
   * @param code letters, digits, spaces and hyphens: nothing that HTML would read
   */
  static String html(String code) {
    return HTML.formatted(code);
  }
}
