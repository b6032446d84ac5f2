package io.mailhelm.config;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything one server is told. Lists are sorted, so that equal declarations give equal bytes in
 * whatever order they came.
 *
 * @param server the process
 * @param domains by domain
 * @param users by address
 * @param sendPolicies by domain and name
 * @param tombstones by mailbox
 * @param closed by mailbox
 * @param keys by name
 * @param credentials by name
 * @param decoyKey empty: each process makes one of its own
 */
public record ServerConfig(
    Server server,
    List<Domain> domains,
    List<User> users,
    List<SendPolicy> sendPolicies,
    List<Tombstone> tombstones,
    List<ClosedMailbox> closed,
    List<KeyPem> keys,
    List<RelayCredential> credentials,
    Optional<DecoyKey> decoyKey) {
  public ServerConfig {
    Objects.requireNonNull(server);
    domains = sorted(domains, Comparator.comparing(Domain::domain));
    users = sorted(users, Comparator.comparing(User::address));
    sendPolicies =
        sorted(
            sendPolicies, Comparator.comparing(SendPolicy::domain).thenComparing(SendPolicy::name));
    tombstones = sorted(tombstones, Comparator.comparing(Tombstone::mailboxId));
    closed = sorted(closed, Comparator.comparing(ClosedMailbox::mailboxId));
    Objects.requireNonNull(decoyKey);
    keys = sorted(keys, Comparator.comparing(KeyPem::name));
    credentials = sorted(credentials, Comparator.comparing(RelayCredential::name));
  }

  /** A config in which no mailbox is closed and no key for decoys is given. */
  public ServerConfig(
      Server server,
      List<Domain> domains,
      List<User> users,
      List<SendPolicy> sendPolicies,
      List<Tombstone> tombstones,
      List<KeyPem> keys,
      List<RelayCredential> credentials) {
    this(
        server,
        domains,
        users,
        sendPolicies,
        tombstones,
        List.of(),
        keys,
        credentials,
        Optional.empty());
  }

  /** The same with another process. */
  public ServerConfig withServer(Server other) {
    return new ServerConfig(
        other, domains, users, sendPolicies, tombstones, closed, keys, credentials, decoyKey);
  }

  /** The same with other users. */
  public ServerConfig withUsers(List<User> others) {
    return new ServerConfig(
        server, domains, others, sendPolicies, tombstones, closed, keys, credentials, decoyKey);
  }

  /** The same with other mailboxes to remove. */
  public ServerConfig withTombstones(List<Tombstone> others) {
    return new ServerConfig(
        server, domains, users, sendPolicies, others, closed, keys, credentials, decoyKey);
  }

  /** The same with other closed mailboxes. */
  public ServerConfig withClosed(List<ClosedMailbox> others) {
    return new ServerConfig(
        server, domains, users, sendPolicies, tombstones, others, keys, credentials, decoyKey);
  }

  private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
    return list.stream().sorted(order).toList();
  }
}
