package io.mailhelm.smtp.live;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.ServerConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** The TLS keys of a config, by the host name a client asks for (SNI, RFC 6066 §3). Immutable. */
public final class Certificates {
  private final Map<DomainName, Identity> byHostname;
  private final Optional<Identity> fallback;

  private Certificates(Map<DomainName, Identity> byHostname, Optional<Identity> fallback) {
    this.byHostname = byHostname;
    this.fallback = fallback;
  }

  /** A private key and the chain that proves it. */
  public record Identity(String name, PrivateKey key, X509Certificate[] chain) {
    @Override
    public String toString() {
      return "Identity[" + name + "]";
    }
  }

  /**
   * Reads every key a domain names.
   *
   * @throws IllegalArgumentException naming the key that cannot be used, never its content
   */
  static Certificates of(ServerConfig config) {
    var pems = config.keys().stream().collect(Collectors.toMap(KeyPem::name, pem -> pem));
    var byHostname = new HashMap<DomainName, Identity>();
    Optional<Identity> fallback = Optional.empty();
    for (var domain : config.domains()) {
      var pem = pems.get(domain.tlsKey());
      if (pem != null) {
        var identity = identity(pem);
        byHostname.put(domain.hostname(), identity);
        fallback =
            isHost(config, domain)
                ? Optional.of(identity)
                : fallback.or(() -> Optional.of(identity));
      }
    }
    return new Certificates(Map.copyOf(byHostname), fallback);
  }

  /** What to show a client that asked for {@code hostname}, or for none. */
  public Optional<Identity> forName(Optional<DomainName> hostname) {
    return hostname.map(byHostname::get).or(() -> fallback);
  }

  /** The identity of that name. */
  public Optional<Identity> byKey(String name) {
    return java.util.stream.Stream.concat(byHostname.values().stream(), fallback.stream())
        .filter(identity -> identity.name().equals(name))
        .findFirst();
  }

  private static boolean isHost(ServerConfig config, Domain domain) {
    return domain.name().equals(config.server().domain());
  }

  private static Identity identity(KeyPem pem) {
    try {
      var chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.certificates().getBytes(StandardCharsets.US_ASCII)))
              .toArray(X509Certificate[]::new);
      if (chain.length == 0) {
        throw new IllegalArgumentException(pem.name() + ": no certificate in it");
      }
      return new Identity(pem.name(), privateKey(pem), chain);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          pem.name()
              + ": not a PEM certificate chain and its private key ("
              + e.getClass().getSimpleName()
              + ")",
          e);
    }
  }

  private static PrivateKey privateKey(KeyPem pem) throws IOException {
    try (var parser = new PEMParser(new StringReader(pem.privateKey()))) {
      var converter = new JcaPEMKeyConverter();
      return switch (parser.readObject()) {
        case PEMKeyPair pair -> converter.getPrivateKey(pair.getPrivateKeyInfo());
        case PrivateKeyInfo info -> converter.getPrivateKey(info);
        case null, default ->
            throw new IllegalArgumentException(
                pem.name() + ": its private key is no PKCS #8, PKCS #1 or SEC 1 PEM");
      };
    }
  }
}
