package io.mailhelm.smtp.fake;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.Cidr;
import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.InboundRules;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Listener;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Provider;
import io.mailhelm.config.Quota;
import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.Retention;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.Tombstone;
import io.mailhelm.config.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A config for tests, made piece by piece; every listener is on loopback and port 0. */
public final class TestConfig {
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Domain> domains = new ArrayList<>();
  private final List<User> users = new ArrayList<>();
  private final List<SendPolicy> policies = new ArrayList<>();
  private final List<KeyPem> keys = new ArrayList<>();
  private final List<Cidr> relayFrom = new ArrayList<>();
  private final List<Tombstone> tombstones = new ArrayList<>();
  private final List<String> resolvers = new ArrayList<>();
  private final List<RelayCredential> credentials = new ArrayList<>();
  private final List<Provider> providers = new ArrayList<>();
  private ServerLimits limits = ServerLimits.DEFAULT;
  private Optional<HttpEndpoint> web = Optional.empty();

  /** Adds a listener. */
  public TestConfig listener(String name, Listener.Tls tls, Listener.Auth auth, Cidr... proxies) {
    listeners.add(new Listener(name, Optional.of("127.0.0.1"), 0, tls, auth, List.of(proxies)));
    return this;
  }

  /** Adds a domain; the first is the host's. */
  public TestConfig domain(String domain, Outbound outbound) {
    var name = domain.replace('.', '-');
    domains.add(
        new Domain(
            name,
            DomainName.of(domain),
            DomainName.of("mail." + domain),
            outbound,
            Optional.empty(),
            Optional.empty(),
            true,
            "tls/" + name,
            List.of(),
            DomainDns.DEFAULT,
            List.of(),
            InboundRules.DEFAULT,
            Domain.PASSWORD_GRACE));
    return this;
  }

  /** What the DNS should say of the domain last added. */
  public TestConfig dns(DomainDns dns) {
    domains.add(domains.removeLast().withDns(dns));
    return this;
  }

  /** Opens the public web port. */
  public TestConfig web() {
    return webPort(0);
  }

  /** Opens the public web port there. */
  public TestConfig webPort(int port) {
    web = Optional.of(new HttpEndpoint("127.0.0.1", port, List.of()));
    return this;
  }

  /** The domain last added lets users of another send as it. */
  public TestConfig grants(String... names) {
    return signingGrants(List.of(names));
  }

  /** The domain last added takes mail for unknown names to {@code address}. */
  public TestConfig catchAll(String address) {
    var last = domains.removeLast();
    return add(
        last,
        Optional.of(Mailbox.of(address)),
        last.signingGrants(),
        last.inbound(),
        last.passwordGrace());
  }

  /** Strangers may send in the name of the domain last added. */
  public TestConfig ownSendersAccepted() {
    var last = domains.removeLast();
    return add(
        last,
        last.catchAll(),
        last.signingGrants(),
        new InboundRules(InboundRules.OwnDomainSenders.Accept),
        last.passwordGrace());
  }

  /** A changed password of the domain last added is taken for that long. */
  public TestConfig passwordGrace(Duration grace) {
    var last = domains.removeLast();
    return add(last, last.catchAll(), last.signingGrants(), last.inbound(), grace);
  }

  /** Gives every domain a certificate of its own. */
  public TestConfig certificates() {
    for (var domain : domains) {
      keys.add(TestCertificate.of(domain.tlsKey(), domain.hostname().ascii()));
    }
    return this;
  }

  /** Adds receivers of mail that are known by name. */
  public TestConfig providers(Provider... values) {
    providers.addAll(List.of(values));
    return this;
  }

  /** Adds a key as it is. */
  public TestConfig key(KeyPem key) {
    keys.removeIf(other -> other.name().equals(key.name()));
    keys.add(key);
    return this;
  }

  /** Adds a user of no policy with much room. */
  public TestConfig user(String address, String password, String... aliases) {
    return user(address, password, Optional.empty(), false, Quota.DEFAULT, aliases);
  }

  /** Adds a user. */
  public TestConfig user(
      String address,
      String password,
      Optional<String> policy,
      boolean suspended,
      Quota quota,
      String... aliases) {
    var mailbox = Mailbox.of(address);
    var aliasList = new ArrayList<Mailbox>();
    for (var alias : aliases) {
      aliasList.add(Mailbox.of(alias));
    }
    users.removeIf(user -> user.address().equals(mailbox));
    users.add(
        new User(
            new ResourceRef("MailUser", "default", mailbox.localPart()),
            address,
            mailbox,
            Optional.empty(),
            verifier(password, address),
            aliasList,
            policy,
            quota,
            suspended,
            DeletionPolicy.Retain,
            Adopt.None));
    return this;
  }

  /** The mail of a user belongs to a mailbox of that id. */
  public TestConfig mailboxId(String address, String id) {
    users.replaceAll(
        user ->
            user.address().equals(Mailbox.of(address))
                ? new User(
                    user.resource(),
                    id,
                    user.address(),
                    user.displayName(),
                    user.verifier(),
                    user.aliases(),
                    user.sendPolicy(),
                    user.quota(),
                    user.suspended(),
                    user.deletionPolicy(),
                    Adopt.None)
                : user);
    return this;
  }

  /** Takes a user away. */
  public TestConfig without(String address) {
    users.removeIf(user -> user.address().equals(Mailbox.of(address)));
    return this;
  }

  /** Adds a policy. */
  public TestConfig policy(SendPolicy policy) {
    policies.removeIf(other -> other.name().equals(policy.name()));
    policies.add(policy);
    return this;
  }

  /** Lets peers relay without a login. */
  public TestConfig relayFrom(String cidr) {
    relayFrom.add(Cidr.of(cidr));
    return this;
  }

  /** Adds a login at a relay. */
  public TestConfig credential(String name, String username, String password) {
    credentials.add(new RelayCredential(name, username, password));
    return this;
  }

  /** Has names asked of a name server, {@code address:port}. */
  public TestConfig resolver(String address) {
    resolvers.add(address);
    return this;
  }

  /** The domain last added signs with this key too; {@link #key} adds its PEM. */
  public TestConfig dkim(DkimKey key) {
    var last = domains.removeLast();
    var all = new ArrayList<>(last.dkim());
    all.add(key);
    domains.add(last.withDkim(all));
    return this;
  }

  /** The domain last added signs for users of those MailDomains too. */
  public TestConfig signingGrants(List<String> names) {
    var last = domains.removeLast();
    return add(last, last.catchAll(), names, last.inbound(), last.passwordGrace());
  }

  private TestConfig add(
      Domain like,
      Optional<Mailbox> catchAll,
      List<String> grants,
      InboundRules inbound,
      Duration passwordGrace) {
    domains.add(
        new Domain(
            like.name(),
            like.domain(),
            like.hostname(),
            like.outbound(),
            catchAll,
            like.postmaster(),
            like.subaddressing(),
            like.tlsKey(),
            like.dkim(),
            like.dns(),
            grants,
            inbound,
            passwordGrace));
    return this;
  }

  /** Has a mailbox removed. */
  public TestConfig tombstone(String mailboxId) {
    tombstones.add(new Tombstone(mailboxId, Mailbox.of(mailboxId)));
    return this;
  }

  /** Sets the limits. */
  public TestConfig limits(ServerLimits now) {
    limits = now;
    return this;
  }

  /** The usual limits but for what leaves: connections at once, and deliveries that wait. */
  public static ServerLimits outgoing(int connections, int queue) {
    var usual = ServerLimits.DEFAULT;
    return new ServerLimits(
        usual.messageSize(),
        usual.recipients(),
        usual.connections(),
        usual.connectionsPerAddress(),
        usual.commandTimeout(),
        usual.dataTimeout(),
        usual.sessionTimeout(),
        usual.errors(),
        usual.authFailuresPerAddress(),
        usual.authFailuresPerAccount(),
        usual.authFailureWindow(),
        connections,
        queue,
        usual.deliveryHistory(),
        usual.http(),
        usual.outbound(),
        usual.storage());
  }

  /** Takes a listener away. */
  public TestConfig withoutListener(String name) {
    listeners.removeIf(listener -> listener.name().equals(name));
    return this;
  }

  /** The config. */
  public ServerConfig build() {
    var host = domains.getFirst();
    var endpoint = new HttpEndpoint("127.0.0.1", 0, List.of());
    var server =
        new Server(
            host.name(),
            host.hostname(),
            listeners,
            endpoint,
            endpoint,
            web,
            limits,
            relayFrom,
            Duration.ofSeconds(5),
            resolvers,
            List.of(),
            List.of(),
            Retention.DEFAULT,
            providers);
    return new ServerConfig(server, domains, users, policies, tombstones, keys, credentials);
  }

  /** The verifier of a password, by the least iterations that are allowed. */
  public static ScramVerifier verifier(String password, String address) {
    try {
      var salt =
          java.util.Arrays.copyOf(
              MessageDigest.getInstance("SHA-256")
                  .digest((address + "/" + password).getBytes(StandardCharsets.UTF_8)),
              16);
      var salted = salted(password, salt);
      return new ScramVerifier(
          salt,
          ScramVerifier.GENERATED_ITERATIONS,
          MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key")),
          hmac(salted, "Server Key"));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** RFC 5802's Hi, by the platform's own PBKDF2: an independent witness. */
  public static byte[] salted(String password, byte[] salt) throws GeneralSecurityException {
    return javax.crypto.SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(
            new javax.crypto.spec.PBEKeySpec(
                password.toCharArray(), salt, ScramVerifier.GENERATED_ITERATIONS, 256))
        .getEncoded();
  }

  private static byte[] hmac(byte[] key, String message) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message.getBytes(StandardCharsets.US_ASCII));
  }
}
