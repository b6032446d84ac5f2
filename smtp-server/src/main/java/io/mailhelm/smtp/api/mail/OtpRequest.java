package io.mailhelm.smtp.api.mail;

import io.mailhelm.smtp.api.ApiException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/email/send-otp}. */
@Schema(
    name = "OtpRequest",
    requiredProperties = {"to", "otpCode"})
record OtpRequest(
    @Schema(examples = "user@example.com") String to,
    @Schema(description = "1 to 32 letters, digits, spaces and hyphens", examples = "123456")
        String otpCode) {
  private static final Pattern CODE =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9 -]{0,30}[A-Za-z0-9])?");

  /**
   * The same, with both fields.
   *
   * @throws ApiException 422 with the field; the code is not repeated
   */
  static OtpRequest checked(OtpRequest wanted) {
    var body = Optional.ofNullable(wanted);
    if (body.map(OtpRequest::to).filter(to -> !to.isBlank()).isEmpty()) {
      throw ApiException.unprocessable("to", "'to' must be an address.");
    }
    if (body.map(OtpRequest::otpCode).filter(code -> CODE.matcher(code).matches()).isEmpty()) {
      throw ApiException.unprocessable(
          "otpCode", "'otpCode' has 1 to 32 letters and digits, with spaces or hyphens between.");
    }
    return body.get();
  }

  /** Never the code. */
  @Override
  public String toString() {
    return "OtpRequest";
  }
}
