package io.mailhelm.watch;

import io.mailhelm.compiler.Compilation;
import io.mailhelm.config.Domain;
import io.mailhelm.config.Problem;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.dns.AddressRules;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A server whose domains are watched, with all that a watch needs to know of it. Domains are by
 * {@code metadata.name} of their MailDomain.
 *
 * @param compilation of all that lives on it
 * @param config the config that runs
 * @param resolvers name servers to ask; empty: the machine's
 * @param addresses which of the addresses that zones give their name servers may be asked
 * @param domains the domains that are neither paused nor being deleted
 * @param keys the generated keys of domains
 */
public record WatchedServer(
    Compilation compilation,
    ServerConfig config,
    List<String> resolvers,
    AddressRules addresses,
    Set<String> domains,
    Map<String, GeneratedKeys> keys) {
  public WatchedServer {
    Objects.requireNonNull(compilation);
    Objects.requireNonNull(config);
    Objects.requireNonNull(addresses);
    resolvers = List.copyOf(resolvers);
    domains = Set.copyOf(domains);
    keys = Map.copyOf(keys);
  }

  /** The domains whose DNS is watched. */
  Map<String, DnsSubject> dns() {
    return config.domains().stream()
        .filter(domain -> domain.dns().watched() && domains.contains(domain.name()))
        .collect(
            Collectors.toMap(
                Domain::name,
                domain -> new DnsSubject(domain, config.server().hostname(), resolvers)));
  }

  /** The keys that are rotated. */
  Map<String, KeySubject> rotation() {
    return keys.keySet().stream()
        .filter(domains::contains)
        .collect(Collectors.toMap(Function.identity(), this::keys));
  }

  private KeySubject keys(String name) {
    var generated = keys.get(name);
    return new KeySubject(
        generated, running(name, generated.wanted().domain()), resolvers, addresses);
  }

  /**
   * The running form of a domain. It is empty for a refused one, which may run with other keys than
   * the store has.
   */
  private Optional<Domain> running(String name, ResourceRef resource) {
    var refused = compilation.problemsOf(resource).anyMatch(Problem::isError);
    return config.domains().stream().filter(any -> !refused && any.name().equals(name)).findFirst();
  }
}
