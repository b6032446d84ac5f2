package io.mailhelm.cli.data;

import io.mailhelm.config.DomainName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.TreeMap;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Certificates for domains that name none: ECDSA P-256, for the domain's host name, valid {@link
 * #VALIDITY} and made anew when less than {@link #RENEW_BEFORE} is left. Kept in {@code DATA/keys}.
 */
public final class SelfSigned {
  public static final Duration VALIDITY = Duration.ofDays(365);
  public static final Duration RENEW_BEFORE = Duration.ofDays(30);
  private final Path folder;

  public SelfSigned(DataFolder data) throws IOException {
    this.folder = data.keys();
  }

  /**
   * The pair for a host name, in the form of a Secret of type {@code kubernetes.io/tls}.
   *
   * @param name of the file it is kept in
   * @return {@code tls.crt} and {@code tls.key}
   */
  public Map<String, byte[]> pair(String name, DomainName hostname, Instant now)
      throws IOException {
    // One file for both: a crash between two would leave a certificate with another's key.
    var file = folder.resolve(name + ".pem");
    if (!Files.exists(file) || !isGood(certificate(Files.readString(file)), hostname, now)) {
      PrivateFile.write(file, make(hostname, now));
    }
    var pem = Files.readString(file);
    return new TreeMap<>(
        Map.of(
            "tls.crt", octets(certificate(pem)), "tls.key", octets(pem.substring(0, split(pem)))));
  }

  private static boolean isGood(String certificate, DomainName hostname, Instant now) {
    try {
      var leaf =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(octets(certificate)));
      var names = leaf.getSubjectAlternativeNames();
      return leaf.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE))
          && names != null
          && names.stream().anyMatch(entry -> hostname.ascii().equals(entry.get(1)));
    } catch (CertificateException e) {
      return false;
    }
  }

  private static String certificate(String pem) {
    return pem.substring(split(pem));
  }

  /** Where the key ends and the certificate begins. */
  private static int split(String pem) {
    return Math.max(0, pem.indexOf("-----BEGIN CERTIFICATE"));
  }

  private static byte[] octets(String pem) {
    return pem.getBytes(StandardCharsets.US_ASCII);
  }

  private static String make(DomainName hostname, Instant now) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var pair = generator.generateKeyPair();
      // A common name has at most 64 characters (RFC 5280, ub-common-name); the name that counts is
      // the SAN.
      var subject =
          new X500Principal(
              hostname.ascii().length() <= 64 ? "CN=" + hostname.ascii() : "CN=mailhelm");
      var builder =
          new JcaX509v3CertificateBuilder(
              subject,
              new BigInteger(1, PrivateFile.random(16)),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(VALIDITY)),
              subject,
              pair.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, hostname.ascii())));
      var certificate =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return pem(new JcaPKCS8Generator(pair.getPrivate(), null)) + pem(certificate);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new AssertionError("every Java platform has ECDSA", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(Object object) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
