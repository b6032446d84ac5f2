package io.mailhelm.smtp.sign;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.protocol.FromField;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The signers of a config, by domain. Immutable; made once for each config that is loaded. */
public final class Signers {
  /** Of a server none of whose domains has a key. */
  public static final Signers NONE = new Signers(Map.of());

  private final Map<DomainName, Signer> byDomain;

  Signers(Map<DomainName, Signer> byDomain) {
    this.byDomain = Map.copyOf(byDomain);
  }

  /**
   * Parses the keys that a config's domains sign with.
   *
   * @throws IllegalArgumentException naming the key that is not there or cannot sign, never its
   *     content: such a config cannot run
   */
  public static Signers of(ServerConfig config) {
    return of(
        config.domains().stream()
            .collect(
                Collectors.toMap(
                    Domain::domain,
                    domain -> domain.dkim().stream().filter(DkimKey::signs).toList())),
        config.keys());
  }

  static Signers of(Map<DomainName, List<DkimKey>> keys, Collection<KeyPem> pems) {
    var byName = pems.stream().collect(Collectors.toMap(KeyPem::name, Function.identity()));
    var signers = new HashMap<DomainName, Signer>();
    keys.forEach(
        (domain, list) -> {
          var found = new LinkedHashMap<DkimKey, KeyPem>();
          for (var key : list) {
            var pem = byName.get(key.key());
            if (pem == null) {
              throw new IllegalArgumentException(
                  "%s: the key %s of its DKIM selector %s is not among the config's keys"
                      .formatted(domain, key.key(), key.selector()));
            }
            found.put(key, pem);
          }
          if (!found.isEmpty()) {
            signers.put(domain, Signer.of(domain, found));
          }
        });
    return new Signers(signers);
  }

  /**
   * Who signs a message: the domain of its From field, so that DMARC finds it aligned (RFC 7489
   * §3.1.1). Of several addresses it is the first whose domain has keys; nobody signs for others.
   */
  Optional<Signer> of(Fields fields) {
    return fields.texts("from").stream()
        .flatMap(text -> FromField.addresses(text).stream().flatMap(List::stream))
        .map(Mailbox::domain)
        .flatMap(domain -> Optional.ofNullable(byDomain.get(domain)).stream())
        .findFirst();
  }
}
