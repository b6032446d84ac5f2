package io.mailhelm.compiler;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.PrivateKeyPem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;

/**
 * A private key that can sign mail (RFC 6376, RFC 8463).
 *
 * @param bits the length of an RSA key's modulus; 256 for Ed25519
 * @param publicKey base64, as {@code p=} of its record
 * @param pem unencrypted PKCS #8, whatever form it was read from
 */
record DkimPrivateKey(DkimKey.Algorithm algorithm, int bits, String publicKey, String pem) {
  /**
   * The lengths that every verifier must accept (RFC 8301 §3.2): shorter keys are accepted nowhere,
   * longer ones not everywhere.
   */
  private static final int RSA_LEAST = 1024;

  private static final int RSA_MOST = 4096;
  private static final String WANTED =
      "it is no unencrypted PEM of an RSA or Ed25519 private key (PKCS #8 or PKCS #1)";

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException saying what is wrong; it quotes nothing
   */
  static DkimPrivateKey of(byte[] text) {
    var info =
        PrivateKeyPem.read(new String(text, StandardCharsets.US_ASCII))
            .orElseThrow(() -> new IllegalArgumentException(WANTED));
    try {
      return of(info, PrivateKeyFactory.createKey(info));
    } catch (IOException e) {
      throw new IllegalArgumentException(WANTED, e);
    }
  }

  /**
   * Whether it is shorter than a signer should use (RFC 8301), so that some verifiers ignore it.
   */
  boolean isShort() {
    return algorithm == DkimKey.Algorithm.Rsa && bits < 2048;
  }

  /** Never contains the key. */
  @Override
  public String toString() {
    return "DkimPrivateKey[%s, %d bits]".formatted(algorithm, bits);
  }

  private static DkimPrivateKey of(PrivateKeyInfo info, AsymmetricKeyParameter key)
      throws IOException {
    return switch (key) {
      case RSAPrivateCrtKeyParameters rsa -> rsa(info, rsa);
      case Ed25519PrivateKeyParameters ed25519 ->
          new DkimPrivateKey(
              DkimKey.Algorithm.Ed25519,
              256,
              base64(ed25519.generatePublicKey().getEncoded()), // RFC 8463 §4: the bare octets
              pem(info));
      default -> throw new IllegalArgumentException(WANTED);
    };
  }

  private static DkimPrivateKey rsa(PrivateKeyInfo info, RSAPrivateCrtKeyParameters key)
      throws IOException {
    var bits = key.getModulus().bitLength();
    if (bits < RSA_LEAST) {
      throw new IllegalArgumentException(
          "an RSA key of %d bits signs nothing that anybody verifies (RFC 8301): make one of 2048"
              .formatted(bits));
    }
    if (bits > RSA_MOST) {
      throw new IllegalArgumentException(
          "an RSA key of %d bits is more than verifiers must take (RFC 8301): make one of 2048"
              .formatted(bits));
    }
    var published =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
            new RSAPublicKey(key.getModulus(), key.getPublicExponent()));
    return new DkimPrivateKey(
        DkimKey.Algorithm.Rsa, bits, base64(published.getEncoded(ASN1Encoding.DER)), pem(info));
  }

  /**
   * The key in version 1 of the form: the later one, which holds the public key too, is not read
   * everywhere.
   */
  private static String pem(PrivateKeyInfo info) throws IOException {
    var plain = new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey());
    return PrivateKeyPem.write(plain.getEncoded(ASN1Encoding.DER));
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
