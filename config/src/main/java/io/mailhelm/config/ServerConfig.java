package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The complete configuration of one server. Lists are sorted, so that equal declarations give equal
 * bytes, whatever their order.
 *
 * @param server the process
 * @param domains by domain
 * @param users by address
 * @param sendPolicies by domain and name
 * @param tombstones by mailbox
 * @param closed by mailbox
 * @param keys by name
 * @param credentials by name
 * @param decoyKey empty: each process makes its own
 * @param stores by pod, the store in which each had mail
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
    Optional<DecoyKey> decoyKey,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ExpectedStore> stores) {
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
    stores = sorted(stores, Comparator.comparing(ExpectedStore::pod));
  }

  /**
   * A config in which no mailbox is closed, no key for decoys is given, and no pod is known to have
   * had mail.
   */
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
        Optional.empty(),
        List.of());
  }

  /** The one place that copies: what is added to a config is not lost by a change of another. */
  private ServerConfig with(
      Server otherServer,
      List<User> otherUsers,
      List<Tombstone> otherTombstones,
      List<ClosedMailbox> otherClosed,
      List<ExpectedStore> otherStores) {
    return new ServerConfig(
        otherServer,
        domains,
        otherUsers,
        sendPolicies,
        otherTombstones,
        otherClosed,
        keys,
        credentials,
        decoyKey,
        otherStores);
  }

  /** The same with another process. */
  public ServerConfig withServer(Server other) {
    return with(other, users, tombstones, closed, stores);
  }

  /** The same with other users. */
  public ServerConfig withUsers(List<User> others) {
    return with(server, others, tombstones, closed, stores);
  }

  /** The same with other mailboxes to remove. */
  public ServerConfig withTombstones(List<Tombstone> others) {
    return with(server, users, others, closed, stores);
  }

  /** The same with other closed mailboxes. */
  public ServerConfig withClosed(List<ClosedMailbox> others) {
    return with(server, users, tombstones, others, stores);
  }

  /** The same with other stores in which pods had mail. */
  public ServerConfig withStores(List<ExpectedStore> others) {
    return with(server, users, tombstones, closed, others);
  }

  /** The store in which a pod had mail; empty: none is known. */
  public Optional<ExpectedStore> storeOf(String pod) {
    return stores.stream().filter(each -> each.pod().equals(pod)).findFirst();
  }

  private static <T> List<T> sorted(List<T> list, Comparator<T> order) {
    return list.stream().sorted(order).toList();
  }
}
