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
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The signers of a config, by domain. Immutable; made once for each config that is loaded. */
public final class Signers {
  /** Of a server none of whose domains has a key. */
  public static final Signers NONE = new Signers(Map.of(), Map.of());

  private final Map<DomainName, Signer> byDomain;
  private final Map<DomainName, Set<DomainName>> grants;

  Signers(Map<DomainName, Signer> byDomain, Map<DomainName, Set<DomainName>> grants) {
    this.byDomain = Map.copyOf(byDomain);
    this.grants = Map.copyOf(grants);
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
        grants(config.domains()),
        config.keys());
  }

  /** Whose users each domain signs for besides its own. */
  private static Map<DomainName, Set<DomainName>> grants(List<Domain> domains) {
    var byName = domains.stream().collect(Collectors.toMap(Domain::name, Domain::domain));
    return domains.stream()
        .collect(
            Collectors.toMap(
                Domain::domain,
                domain ->
                    domain.signingGrants().stream()
                        .flatMap(name -> Optional.ofNullable(byName.get(name)).stream())
                        .collect(Collectors.toSet())));
  }

  /**
   * @param grants whose users each domain signs for besides its own
   */
  static Signers of(
      Map<DomainName, List<DkimKey>> keys,
      Map<DomainName, Set<DomainName>> grants,
      Collection<KeyPem> pems) {
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
    return new Signers(signers, grants);
  }

  /**
   * The signer of a message: the domain of its From field, so that DMARC finds it aligned (RFC 9989
   * §4.4), where the sender is one of its own users or it grants that to the sender's domain; of
   * several addresses the first of such a domain that has keys. Else the sender's own domain, which
   * answers for its users and for nobody else.
   *
   * @param sender the domain of ours whose user sends it
   */
  Optional<Signer> of(HeaderFields fields, DomainName sender) {
    return fields.texts("from").stream()
        .flatMap(text -> FromField.addresses(text).stream().flatMap(List::stream))
        .map(Mailbox::domain)
        .filter(author -> signsFor(author, sender))
        .flatMap(domain -> Optional.ofNullable(byDomain.get(domain)).stream())
        .findFirst()
        .or(() -> Optional.ofNullable(byDomain.get(sender)));
  }

  /**
   * The domains of authors with which no signature of ours is aligned (RFC 9989 §4.4): their own
   * does not sign for the sender, and they are not below the sender's.
   *
   * @param authors addresses of the From field
   * @param sender the domain of ours whose user sends it
   */
  public List<DomainName> unaligned(List<Mailbox> authors, DomainName sender) {
    return authors.stream()
        .map(Mailbox::domain)
        .distinct()
        .filter(author -> !isAligned(author, sender))
        .toList();
  }

  private boolean isAligned(DomainName author, DomainName sender) {
    return signsFor(author, sender) && byDomain.containsKey(author)
        || author.ascii().endsWith("." + sender.ascii()) && byDomain.containsKey(sender);
  }

  private boolean signsFor(DomainName author, DomainName sender) {
    return author.equals(sender) || grants.getOrDefault(author, Set.of()).contains(sender);
  }
}
