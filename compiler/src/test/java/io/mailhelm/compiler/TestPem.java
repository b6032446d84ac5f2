package io.mailhelm.compiler;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate and its key, made anew for each run. */
final class TestPem {
  static final Instant NOT_AFTER = Instant.parse("2100-01-01T00:00:00Z");
  private static final TestPem ONE = new TestPem();
  private static final TestPem OTHER = new TestPem();
  private static final Map<String, byte[]> SIGNING =
      Map.of(
          "rsa2048.key", generated("RSA", 2048),
          "ed25519.key", generated("Ed25519", 0));

  private final byte[] certificate;
  private final byte[] key;

  private TestPem() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var pair = generator.generateKeyPair();
      certificate = pem(selfSigned(pair));
      key = pem(pair.getPrivate());
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] certificate() {
    return ONE.certificate.clone();
  }

  static byte[] key() {
    return ONE.key.clone();
  }

  static byte[] keyOfAnother() {
    return OTHER.key.clone();
  }

  /** As a Secret of generated signing keys holds them. */
  static Map<String, byte[]> signing() {
    return SIGNING;
  }

  private static byte[] generated(String algorithm, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return pem(generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** As a Secret of type kubernetes.io/tls holds them. */
  static Map<String, byte[]> secret() {
    return Map.of("tls.crt", certificate(), "tls.key", key());
  }

  private static Object selfSigned(KeyPair pair) throws OperatorCreationException {
    var name = new X500Name("CN=mail.example.com");
    return new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(Instant.parse("2020-01-01T00:00:00Z")),
            Date.from(NOT_AFTER),
            name,
            pair.getPublic())
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
  }

  private static byte[] pem(Object object) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object instanceof PrivateKey key ? pkcs8(key) : object);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static Object pkcs8(PrivateKey key) {
    return new org.bouncycastle.util.io.pem.PemObject("PRIVATE KEY", key.getEncoded());
  }
}
