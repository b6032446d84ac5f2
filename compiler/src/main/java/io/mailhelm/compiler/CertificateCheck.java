package io.mailhelm.compiler;

import io.mailhelm.config.KeyPem;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** Checks that a certificate and its key can be used, so that no server ever gets others. */
final class CertificateCheck {
  private static final byte[] CHALLENGE = "mailhelm".getBytes(StandardCharsets.US_ASCII);

  private CertificateCheck() {}

  /**
   * Checks that both can be read and belong together.
   *
   * @throws IllegalArgumentException saying which is wrong; it quotes neither
   */
  static CertificateFacts check(KeyPem pem) {
    var leaf = leaf(pem);
    var key = pem.readPrivateKey();
    if (!belongs(key, leaf)) {
      throw new IllegalArgumentException("the private key is not the certificate's");
    }
    try {
      return new CertificateFacts(
          leaf.getIssuerX500Principal().getName(),
          leaf.getNotAfter().toInstant(),
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded())),
          leaf.getIssuerX500Principal().equals(leaf.getSubjectX500Principal()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the certificate cannot be read", e);
    }
  }

  private static X509Certificate leaf(KeyPem pem) {
    try {
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.certificates().getBytes(StandardCharsets.US_ASCII)));
      if (!chain.isEmpty() && chain.iterator().next() instanceof X509Certificate leaf) {
        return leaf;
      }
    } catch (GeneralSecurityException e) {
      // The same words whether it is garbled or absent.
    }
    throw new IllegalArgumentException("there is no PEM certificate in it");
  }

  private static boolean belongs(PrivateKey key, X509Certificate leaf) {
    var algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC", "ECDSA" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(CHALLENGE);
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(leaf.getPublicKey());
      verifier.update(CHALLENGE);
      return verifier.verify(signer.sign());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
