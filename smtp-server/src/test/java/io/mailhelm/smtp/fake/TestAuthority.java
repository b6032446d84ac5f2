package io.mailhelm.smtp.fake;

import io.mailhelm.config.KeyPem;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A root that signs servers' certificates. */
public final class TestAuthority {
  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final char[] PASSWORD = "test".toCharArray();
  private final X500Principal name = new X500Principal("CN=Root " + SERIAL.incrementAndGet());
  private final KeyPair keys = pair();
  private final X509Certificate root =
      certificate(name, keys, List.of(), true, Duration.ofDays(3_650));

  /** A server's certificate with its key. */
  public record Identity(X509Certificate leaf, SSLContext context) {}

  public X509Certificate root() {
    return root;
  }

  /** For a host, for a year. */
  public Identity server(String host) {
    return server(host, Duration.ofDays(365));
  }

  /** For a host; a negative time gives one that has expired. */
  public Identity server(String host, Duration validFor) {
    var pair = pair();
    var leaf = certificate(new X500Principal("CN=server"), pair, List.of(host), false, validFor);
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("server", pair.getPrivate(), PASSWORD, new X509Certificate[] {leaf, root});
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return new Identity(leaf, context);
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A key and its chain for these names, for a year, as a config has them. */
  public KeyPem key(String keyName, String... hosts) {
    var pair = pair();
    var leaf =
        certificate(
            new X500Principal("CN=server"), pair, List.of(hosts), false, Duration.ofDays(365));
    try {
      return new KeyPem(
          keyName,
          TestCertificate.pem(leaf) + TestCertificate.pem(root),
          TestCertificate.pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private X509Certificate certificate(
      X500Principal subject, KeyPair pair, List<String> hosts, boolean isRoot, Duration validFor) {
    var until = Instant.now().plus(validFor);
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(until.minus(Duration.ofDays(4_000))),
              Date.from(until),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(isRoot));
      if (!isRoot) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(
                hosts.stream()
                    .map(host -> new GeneralName(GeneralName.dNSName, host))
                    .toArray(GeneralName[]::new)));
      }
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }
}
