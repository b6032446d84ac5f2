package io.mailhelm.keys;

import io.mailhelm.config.PrivateKeyPem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.SequencedSet;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates with ECDSA P-256 keys (RFC 5280). */
public final class Certificates {
  /** How long a certificate is valid. */
  public static final Duration VALIDITY = Duration.ofDays(365);

  /** The remaining time at which a new one is made. */
  public static final Duration RENEW_BEFORE = Duration.ofDays(30);

  private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
  private static final String SIGNATURE = "SHA256withECDSA";

  /** {@code ub-common-name} of RFC 5280, appendix A.1. */
  private static final int COMMON_NAME_MAX = 64;

  private Certificates() {}

  /**
   * A self-signed certificate, which encrypts but proves nothing.
   *
   * @param names DNS names; the first is its subject's
   */
  public static PemPair selfSigned(SequencedSet<String> names, Instant now) {
    var keys = keys();
    var subject = subject(names.getFirst());
    return new PemPair(
        pem(leaf(names, now, keys, subject, keys.getPrivate())), pem(keys.getPrivate()));
  }

  /** An authority with this name, for {@link #issue}. */
  public static PemPair authority(String name, Instant now) {
    var keys = keys();
    var subject = subject(name);
    try {
      var builder = builder(subject, subject, keys, now, AUTHORITY_VALIDITY);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      return new PemPair(pem(signed(builder, keys.getPrivate())), pem(keys.getPrivate()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A certificate for these DNS names, signed by {@code authority}, whose own certificate follows
   * it in the chain.
   *
   * @throws IllegalArgumentException when {@code authority} cannot be read
   */
  public static PemPair issue(PemPair authority, SequencedSet<String> names, Instant now) {
    var info =
        PrivateKeyPem.read(authority.privateKey())
            .orElseThrow(
                () -> new IllegalArgumentException("the authority's key is no key in PEM"));
    try {
      var signer = new JcaPEMKeyConverter().getPrivateKey(info);
      var issuer = authority.leaf().getSubjectX500Principal();
      var keys = keys();
      return new PemPair(
          pem(leaf(names, now, keys, issuer, signer)) + authority.certificate(),
          pem(keys.getPrivate()));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("the authority cannot be read: " + e.getMessage(), e);
    }
  }

  private static Object leaf(
      SequencedSet<String> names,
      Instant now,
      KeyPair keys,
      X500Principal issuer,
      PrivateKey signer) {
    try {
      var builder = builder(issuer, subject(names.getFirst()), keys, now, VALIDITY);
      var alternatives =
          names.stream()
              .map(name -> new GeneralName(GeneralName.dNSName, name))
              .toArray(GeneralName[]::new);
      builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
      return signed(builder, signer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Principal issuer, X500Principal subject, KeyPair keys, Instant now, Duration validity) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(1, Randomness.octets(16)),
        // Clocks of peers may be behind.
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(validity)),
        subject,
        keys.getPublic());
  }

  private static Object signed(JcaX509v3CertificateBuilder builder, PrivateKey signer) {
    try {
      return builder.build(new JcaContentSignerBuilder(SIGNATURE).build(signer));
    } catch (OperatorCreationException e) {
      throw new AssertionError("every Java platform has ECDSA", e);
    }
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has ECDSA", e);
    }
  }

  /** The subject. It is only for people: the alternative names are the ones that count. */
  private static X500Principal subject(String name) {
    return new X500Principal("CN=" + (name.length() <= COMMON_NAME_MAX ? name : "mailhelm"));
  }

  private static String pem(PrivateKey key) {
    try {
      return pem((Object) new JcaPKCS8Generator(key, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(Object object) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
