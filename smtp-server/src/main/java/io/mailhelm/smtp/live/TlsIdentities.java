package io.mailhelm.smtp.live;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.WebName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The TLS keys of a config, by the host name a client asks for (SNI, RFC 6066 §3). Immutable. */
public final class TlsIdentities {
  private final Map<DomainName, TlsIdentity> byHostname;
  private final Optional<TlsIdentity> fallback;

  private TlsIdentities(Map<DomainName, TlsIdentity> byHostname, Optional<TlsIdentity> fallback) {
    this.byHostname = byHostname;
    this.fallback = fallback;
  }

  /**
   * Reads every key a domain names.
   *
   * @throws IllegalArgumentException naming the key that cannot be used, never its content
   */
  static TlsIdentities of(ServerConfig config) {
    var pems = config.keys().stream().collect(Collectors.toMap(KeyPem::name, pem -> pem));
    var byHostname = new HashMap<DomainName, TlsIdentity>();
    var forWeb = new HashMap<DomainName, TlsIdentity>();
    Optional<TlsIdentity> fallback = Optional.empty();
    for (var domain : config.domains()) {
      var pem = pems.get(domain.tlsKey());
      if (pem != null) {
        var identity = TlsIdentity.of(pem);
        byHostname.put(domain.hostname(), identity);
        webNames(domain).filter(identity::covers).forEach(name -> forWeb.put(name, identity));
        fallback =
            isHost(config, domain)
                ? Optional.of(identity)
                : fallback.or(() -> Optional.of(identity));
      }
    }
    forWeb.forEach(byHostname::putIfAbsent); // a host's own name is nobody else's
    return new TlsIdentities(Map.copyOf(byHostname), fallback);
  }

  private static Stream<DomainName> webNames(Domain domain) {
    return domain.dns().web()
        ? Stream.concat(
            Stream.of(domain.domain()),
            Arrays.stream(WebName.values()).flatMap(name -> name.of(domain.domain()).stream()))
        : Stream.empty();
  }

  /** What to show a client that asked for {@code hostname}, or for none. */
  public Optional<TlsIdentity> forName(Optional<DomainName> hostname) {
    return hostname.map(byHostname::get).or(() -> fallback);
  }

  /** The identity of that name. */
  public Optional<TlsIdentity> byKey(String name) {
    return Stream.concat(byHostname.values().stream(), fallback.stream())
        .filter(identity -> identity.name().equals(name))
        .findFirst();
  }

  private static boolean isHost(ServerConfig config, Domain domain) {
    return domain.name().equals(config.server().domain());
  }
}
