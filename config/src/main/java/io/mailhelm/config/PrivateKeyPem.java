package io.mailhelm.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/** Private keys as PEM (RFC 7468). */
public final class PrivateKeyPem {
  private PrivateKeyPem() {}

  /** The key of a text: PKCS #8, PKCS #1 or SEC 1; empty where it is none, or is encrypted. */
  public static Optional<PrivateKeyInfo> read(String text) {
    try (var parser = new PEMParser(new StringReader(text))) {
      return switch (parser.readObject()) {
        case PEMKeyPair pair -> Optional.of(pair.getPrivateKeyInfo());
        case PrivateKeyInfo info -> Optional.of(info);
        case null, default -> Optional.empty();
      };
    } catch (IOException | RuntimeException e) { // what it throws may quote the key
      return Optional.empty();
    }
  }

  /** The text of a key in the DER form of PKCS #8. */
  public static String write(byte[] pkcs8) {
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8));
  }
}
