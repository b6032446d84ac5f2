package io.mailhelm.smtp.listen;

import java.io.IOException;
import javax.net.ssl.SSLException;

/** A TLS handshake failed; the message is a reason for the log, and says what to do. */
final class HandshakeFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  HandshakeFailedException(String reason) {
    super(reason);
  }

  HandshakeFailedException(SSLException cause) {
    super("TLS handshake: " + words(String.valueOf(cause.getMessage())), cause);
  }

  private static String words(String platform) {
    if (platform.contains("No available authentication scheme")
        || platform.contains("No supported signature algorithm")
        || platform.contains("no cipher suites in common")) {
      return platform
          + " (the client takes no signature that this certificate's key makes: for clients that"
          + " know RSA only, name a certificate with an RSA key in spec.tls)";
    }
    if (platform.contains("Illegal server name")) {
      return "the client asks for a server name that is no host name (RFC 6066 §3: no dot at its end,"
          + " no underscore)";
    }
    return platform;
  }
}
