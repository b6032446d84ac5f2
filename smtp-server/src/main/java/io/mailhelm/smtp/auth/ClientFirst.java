package io.mailhelm.smtp.auth;

import java.util.Optional;

/**
 * The client-first-message of SCRAM (RFC 5802 §7).
 *
 * @param flag {@code n}, {@code y} or {@code p}
 * @param bindingType what follows {@code p=}, else empty
 * @param gs2Header everything before {@code bare}, its last comma included
 * @param bare {@code n=user,r=nonce…}
 * @param username decoded
 * @param nonce the client's
 */
record ClientFirst(
    char flag, String bindingType, String gs2Header, String bare, String username, String nonce) {

  static Optional<ClientFirst> parse(String message) {
    int flagEnd = message.indexOf(',');
    int headerEnd = flagEnd < 0 ? -1 : message.indexOf(',', flagEnd + 1);
    if (headerEnd < 0) {
      return Optional.empty();
    }
    var flag = message.substring(0, flagEnd);
    var authorization = message.substring(flagEnd + 1, headerEnd);
    var bare = message.substring(headerEnd + 1);
    boolean bound = flag.startsWith("p=") && flag.length() > 2;
    if (!bound && !flag.equals("n") && !flag.equals("y")
        || !authorization.isEmpty() && !authorization.startsWith("a=")) {
      return Optional.empty();
    }
    var parts = bare.split(",", -1);
    if (parts.length < 2 || !parts[0].startsWith("n=") || !isNonce(parts[1])) {
      return Optional.empty(); // m= is an extension that must be understood, and none is
    }
    var user = name(parts[0].substring(2));
    boolean own = authorization.isEmpty() || user.equals(name(authorization.substring(2)));
    return user.filter(name -> own)
        .map(
            name ->
                new ClientFirst(
                    flag.charAt(0),
                    bound ? flag.substring(2) : "",
                    message.substring(0, headerEnd + 1),
                    bare,
                    name,
                    parts[1].substring(2)));
  }

  private static boolean isNonce(String part) {
    return part.startsWith("r=")
        && part.length() > 2
        && part.chars().allMatch(c -> c > 0x20 && c < 0x7f);
  }

  /** {@code =2C} is a comma, {@code =3D} an equals sign, and no other {@code =} may be. */
  private static Optional<String> name(String coded) {
    var decoded = coded.replace("=2C", ",").replace("=3D", "\0");
    return coded.isEmpty() || decoded.indexOf('=') >= 0
        ? Optional.empty()
        : Optional.of(decoded.replace('\0', '='));
  }
}
