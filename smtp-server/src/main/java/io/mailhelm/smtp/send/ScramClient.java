package io.mailhelm.smtp.send;

import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.SaslPrep;
import io.mailhelm.config.Scram;
import io.mailhelm.smtp.compute.Computation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** The client's side of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677), without channel binding. */
final class ScramClient {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String HEADER = "n,,";

  /** More would keep a processor busy for a stranger. */
  private static final int MAX_ITERATIONS = 1_000_000;

  private final String password;
  private final String firstBare;
  private final String nonce;
  private byte[] serverSignature = new byte[0];

  /** The server does not know the password either, or does not speak SCRAM. */
  static final class ImpostorException extends Exception {
    private static final long serialVersionUID = 1L;

    private ImpostorException(String message) {
      super(message, null, false, false);
    }
  }

  ScramClient(RelayCredential credential) {
    var random = new byte[18];
    RANDOM.nextBytes(random);
    nonce = base64(random);
    password = new String(SaslPrep.prepare(utf8(credential.password())), StandardCharsets.UTF_8);
    firstBare =
        "n=" + credential.username().replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
  }

  String first() {
    return HEADER + firstBare;
  }

  /** The proof that answers the server's first message. */
  String last(String serverFirst) throws ImpostorException {
    var parts = serverFirst.split(",");
    if (parts.length < 3
        || !parts[0].startsWith("r=" + nonce)
        || !parts[1].startsWith("s=")
        || !parts[2].startsWith("i=")) {
      throw new ImpostorException("its challenge is not SCRAM's");
    }
    var salted = salted(parts[1].substring(2), parts[2].substring(2));
    var withoutProof = "c=" + base64(utf8(HEADER)) + "," + parts[0];
    var authMessage = utf8(firstBare + "," + serverFirst + "," + withoutProof);
    var clientKey = Scram.hmac(salted, utf8("Client Key"));
    var proof = Scram.hmac(Scram.sha256(clientKey), authMessage);
    for (int i = 0; i < proof.length; i++) {
      proof[i] ^= clientKey[i];
    }
    serverSignature = Scram.hmac(Scram.hmac(salted, utf8("Server Key")), authMessage);
    return withoutProof + ",p=" + base64(proof);
  }

  /** That the server knows the password's verifier too. */
  void verify(String serverLast) throws ImpostorException {
    if (!MessageDigest.isEqual(utf8("v=" + base64(serverSignature)), utf8(serverLast))) {
      throw new ImpostorException("it does not prove that it knows the password");
    }
  }

  private byte[] salted(String salt, String iterations) throws ImpostorException {
    try {
      int count = Integer.parseInt(iterations);
      if (count < 1 || count > MAX_ITERATIONS) {
        throw new ImpostorException("it asks for " + iterations + " iterations");
      }
      var octets = Base64.getDecoder().decode(salt);
      var spec = new PBEKeySpec(password.toCharArray(), octets, count, 256);
      var factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
      return Computation.PASSWORDS.of(() -> factory.generateSecret(spec).getEncoded());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImpostorException("it was broken off");
    } catch (ImpostorException e) {
      throw e;
    } catch (Exception e) { // of the salt, the number or the algorithm
      throw new ImpostorException("its challenge is not SCRAM's");
    }
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
