package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.config.ClosedMailbox;
import io.mailhelm.config.DecoyKey;
import io.mailhelm.config.Domain;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.Tombstone;
import io.mailhelm.config.User;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The config that runs, indexed by resource, in which a refused resource finds its last good
 * fragment.
 */
final class LastGood {
  private final Optional<ServerConfig> config;
  private final Map<ResourceRef, User> users = new HashMap<>();
  private final Map<Mailbox, User> holders = new HashMap<>();
  private final Map<String, Domain> domains = new HashMap<>();
  private final Map<String, SendPolicy> policies = new HashMap<>();
  private final Map<String, RelayCredential> credentials = new HashMap<>();
  private final Map<String, KeyPem> keys = new HashMap<>();

  LastGood(Optional<ServerConfig> config) {
    this.config = config;
    config.ifPresent(this::index);
  }

  private void index(ServerConfig good) {
    good.domains().forEach(domain -> domains.put(domain.name(), domain));
    good.sendPolicies().forEach(policy -> policies.put(policy.name(), policy));
    good.credentials().forEach(login -> credentials.put(login.name(), login));
    good.keys().forEach(key -> keys.put(key.name(), key));
    for (var user : good.users()) {
      users.put(user.resource(), user);
      holders.put(user.address(), user);
      user.aliases().forEach(alias -> holders.put(alias, user));
    }
  }

  Optional<Server> server() {
    return config.map(ServerConfig::server);
  }

  List<Domain> domains() {
    return config.map(ServerConfig::domains).orElse(List.of());
  }

  List<User> users() {
    return config.map(ServerConfig::users).orElse(List.of());
  }

  List<SendPolicy> policies() {
    return config.map(ServerConfig::sendPolicies).orElse(List.of());
  }

  List<Tombstone> tombstones() {
    return config.map(ServerConfig::tombstones).orElse(List.of());
  }

  List<ClosedMailbox> closed() {
    return config.map(ServerConfig::closed).orElse(List.of());
  }

  Optional<DecoyKey> decoyKey() {
    return config.flatMap(ServerConfig::decoyKey);
  }

  Optional<User> user(ResourceRef resource) {
    return Optional.ofNullable(users.get(resource));
  }

  /** The user that has this address or alias. */
  Optional<User> holder(Mailbox address) {
    return Optional.ofNullable(holders.get(address));
  }

  Optional<Domain> domain(String name) {
    return Optional.ofNullable(domains.get(name));
  }

  Optional<SendPolicy> policy(String name) {
    return Optional.ofNullable(policies.get(name));
  }

  boolean runsDomain(HasMetadata resource) {
    return domains.containsKey(resource.getMetadata().getName());
  }

  boolean runsPolicy(HasMetadata resource) {
    return policies.containsKey(resource.getMetadata().getName());
  }

  Optional<RelayCredential> credential(String name) {
    return Optional.ofNullable(credentials.get(name));
  }

  /** The keys of these names that exist. */
  List<KeyPem> keys(Stream<String> names) {
    return names.flatMap(name -> Optional.ofNullable(keys.get(name)).stream()).toList();
  }
}
