package io.mailhelm.smtp.live;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up the domains, users, mailboxes and policies of a config by address and name. Immutable.
 */
public final class Directory {
  private final Map<DomainName, Domain> domains = new HashMap<>();
  private final Map<Mailbox, User> addresses = new HashMap<>();
  private final Map<Mailbox, User> logins = new HashMap<>();
  private final Map<String, User> mailboxes = new HashMap<>();
  private final Map<String, SendPolicy> policies = new HashMap<>();
  private final Set<String> credentials = new HashSet<>();
  private final int[] iterations;
  private final DomainName host;

  Directory(ServerConfig config) {
    config.domains().forEach(domain -> domains.put(domain.domain(), domain));
    config.sendPolicies().forEach(policy -> policies.put(policy.name(), policy));
    config.credentials().forEach(credential -> credentials.add(credential.name()));
    for (var user : config.users()) {
      logins.put(user.address(), user);
      addresses.put(user.address(), user);
      mailboxes.put(user.mailboxId(), user);
      user.aliases().forEach(alias -> addresses.put(alias, user));
    }
    iterations =
        config.users().stream().mapToInt(user -> user.verifier().iterations()).sorted().toArray();
    host =
        config.domains().stream()
            .filter(domain -> domain.name().equals(config.server().domain()))
            .findFirst()
            .map(Domain::domain)
            .orElse(config.server().hostname());
  }

  /** A mailbox that mail for an address goes to. */
  public record Destination(String mailboxId, Mailbox address, Quota quota) {}

  /** The domain, if its mail is kept here. */
  public Optional<Domain> domain(DomainName name) {
    return Optional.ofNullable(domains.get(name));
  }

  /**
   * Whether what users of a domain of ours send elsewhere is kept instead.
   *
   * @param domain in A-label form; of one that is not here any more nothing is said
   */
  public boolean captures(String domain) {
    return domain(DomainName.of(domain))
        .filter(ours -> ours.outbound() == Domain.Outbound.Capture)
        .isPresent();
  }

  /** The domain of the MailDomain that runs this server; empty when it was refused. */
  public Optional<Domain> hostDomain() {
    return domain(host);
  }

  /**
   * The SCRAM iterations of one of eight users who stand for all, sorted by iterations: a number is
   * about as common among the places as among users, the least and the most included, and it stays
   * the same until many users have changed.
   *
   * @param place 0 to 7
   */
  public int iterations(int place) {
    return iterations.length == 0
        ? ScramVerifier.CHOSEN_ITERATIONS
        : iterations[(int) ((iterations.length - 1L) * place / 7)];
  }

  /** All domains of this server. */
  public java.util.Collection<Domain> domains() {
    return java.util.Collections.unmodifiableCollection(domains.values());
  }

  /** The user who logs in by this address; aliases are no logins. */
  public Optional<User> login(Mailbox address) {
    return Optional.ofNullable(logins.get(address.canonical()));
  }

  /**
   * The same user of an earlier config as it is now; empty when the login is gone, or is another
   * user's under the same name.
   */
  public Optional<User> still(User was) {
    return login(was.address()).filter(is -> is.mailboxId().equals(was.mailboxId()));
  }

  /**
   * The user whose address or alias this is, details ({@code +…}) set aside where the domain does
   * so.
   */
  public Optional<User> owner(Mailbox address) {
    var canonical = address.canonical();
    var exact = addresses.get(canonical);
    if (exact != null) {
      return Optional.of(exact);
    }
    var domain = domains.get(address.domain());
    return domain != null && domain.subaddressing()
        ? Optional.ofNullable(addresses.get(canonical.withoutDetail()))
        : Optional.empty();
  }

  /** The user of a mailbox, by its id. */
  public Optional<User> byMailbox(String mailboxId) {
    return Optional.ofNullable(mailboxes.get(mailboxId));
  }

  /** All users, in no order. */
  public java.util.Collection<User> users() {
    return java.util.Collections.unmodifiableCollection(logins.values());
  }

  /** The policy that governs a user. */
  public SendPolicy policy(User user) {
    return policy(user.sendPolicy());
  }

  /**
   * The policy of that name; the default when none is named. One that is named and not declared
   * lets nobody send: what it restricted is not known any more.
   */
  public SendPolicy policy(Optional<String> name) {
    return name.map(it -> declaredPolicy(it).orElseGet(() -> gone(it))).orElse(SendPolicy.DEFAULT);
  }

  /** The policy of that name, where it is declared. */
  public Optional<SendPolicy> declaredPolicy(String name) {
    return Optional.ofNullable(policies.get(name));
  }

  private static SendPolicy gone(String name) {
    var usual = SendPolicy.DEFAULT;
    return new SendPolicy(
        name,
        usual.domain(),
        usual.allowedClients(),
        usual.from(),
        usual.allow(),
        true,
        usual.routes(),
        usual.delivery());
  }

  /** Whether there is a login of that name for a relay. */
  public boolean hasCredential(String name) {
    return credentials.contains(name);
  }

  /**
   * Where mail for a local address goes: its owner, the postmaster, the catch-all, or nowhere.
   *
   * @param address of a domain of ours; for any other the answer is empty
   */
  public Optional<Destination> resolve(Mailbox address) {
    var domain = domains.get(address.domain());
    if (domain == null) {
      return Optional.empty();
    }
    var owner = owner(address);
    if (owner.isPresent()) {
      return owner.map(Directory::destination);
    }
    var local = domain.subaddressing() ? address.canonical().withoutDetail() : address.canonical();
    if (local.localPart().equals("postmaster")) {
      return Optional.of(postmaster(domain));
    }
    return domain.catchAll().flatMap(this::owner).map(Directory::destination);
  }

  /** Where mail for a domain's postmaster goes; there is always such a place (RFC 5321 §4.5.1). */
  public Destination postmaster(Domain domain) {
    var own = new Mailbox("postmaster", domain.domain());
    return domain
        .postmaster()
        .or(() -> Optional.of(own))
        .flatMap(this::owner)
        .map(Directory::destination)
        .orElseGet(() -> new Destination(own.toString(), own, Quota.DEFAULT));
  }

  /** The mailbox of a user. */
  public static Destination destination(User user) {
    return new Destination(user.mailboxId(), user.address(), user.quota());
  }
}
