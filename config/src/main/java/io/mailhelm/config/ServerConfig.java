package io.mailhelm.config;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Everything one server is told. Lists are sorted, so that equal declarations give equal bytes in
 * whatever order they came.
 *
 * @param server the process
 * @param domains by domain
 * @param users by address
 * @param sendPolicies by domain and name
 * @param tombstones by mailbox
 * @param keys by name
 * @param credentials by name
 */
public record ServerConfig(
    Server server,
    List<Domain> domains,
    List<User> users,
    List<SendPolicy> sendPolicies,
    List<Tombstone> tombstones,
    List<KeyPem> keys,
    List<RelayCredential> credentials) {
  public ServerConfig {
    Objects.requireNonNull(server);
    domains = sorted(domains, Comparator.comparing(Domain::domain));
    users = sorted(users, Comparator.comparing(User::address));
    sendPolicies =
        sorted(
            sendPolicies, Comparator.comparing(SendPolicy::domain).thenComparing(SendPolicy::name));
    tombstones = sorted(tombstones, Comparator.comparing(Tombstone::mailboxId));
    keys = sorted(keys, Comparator.comparing(KeyPem::name));
    credentials = sorted(credentials, Comparator.comparing(RelayCredential::name));
  }

  private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
    return list.stream().sorted(order).toList();
  }
}
