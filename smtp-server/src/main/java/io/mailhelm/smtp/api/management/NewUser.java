package io.mailhelm.smtp.api.management;

import io.mailhelm.smtp.api.ApiException;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /users}. */
@Schema(
    name = "NewUser",
    requiredProperties = {"username", "password"})
record NewUser(
    @Schema(description = "An address, or a name in the only domain", examples = "user@example.com")
        String username,
    @Schema(description = "1 to 256 characters", examples = "correct horse battery staple")
        String password) {
  private static final int MAX_PASSWORD = 256;

  /**
   * The same, with both fields.
   *
   * @param wanted what came, possibly nothing
   * @throws ApiException 422 with the field
   */
  static NewUser checked(NewUser wanted) {
    var body = Optional.ofNullable(wanted);
    var username = body.map(NewUser::username).filter(name -> !name.isBlank());
    var password = body.map(NewUser::password).filter(text -> !text.isEmpty());
    if (username.isEmpty()) {
      throw ApiException.unprocessable("username", "'username' must be an address.");
    }
    if (password.isEmpty()) {
      throw ApiException.unprocessable("password", "'password' must not be empty.");
    }
    if (password.get().length() > MAX_PASSWORD) {
      throw ApiException.unprocessable(
          "password", "'password' has at most " + MAX_PASSWORD + " characters.");
    }
    if (password.get().indexOf('\0') >= 0) {
      // SASL PLAIN ends the password at NUL (RFC 4616 §2).
      throw ApiException.unprocessable("password", "'password' cannot contain NUL.");
    }
    return new NewUser(username.get().strip(), password.get());
  }

  /** Never the password. */
  @Override
  public String toString() {
    return "NewUser[" + username + "]";
  }
}
