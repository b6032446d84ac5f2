package io.mailhelm.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Configs to test with. */
final class Samples {
  static final String PRIVATE_KEY = "-----BEGIN PRIVATE KEY-----\nprivate\n";
  static final String PASSWORD = "correct horse";
  private static final DomainName DOMAIN = DomainName.of("example.com");

  private Samples() {}

  static Server server() {
    return new Server(
        "example-com",
        DomainName.of("mail.example.com"),
        List.of(
            new Listener(
                "smtp",
                Optional.empty(),
                25,
                Listener.Tls.Opportunistic,
                Listener.Auth.None,
                List.of(Cidr.of("10.0.0.0/8")))),
        new HttpEndpoint("127.0.0.1", 3001, List.of(Cidr.of("2001:db8::/32"))),
        new HttpEndpoint("127.0.0.1", 3000, List.of()),
        Optional.of(new HttpEndpoint("127.0.0.1", 8443, List.of())),
        ServerLimits.DEFAULT,
        List.of(Cidr.of("192.0.2.1")),
        Duration.ofMinutes(5),
        List.of("192.0.2.53"),
        List.of(),
        List.of(),
        Retention.DEFAULT,
        List.of());
  }

  static User user(int number) {
    var address = new Mailbox("user-%05d".formatted(number), DOMAIN);
    return new User(
        new ResourceRef("MailUser", "default", "user-%05d".formatted(number)),
        address.toString(),
        address,
        Optional.of("User " + number),
        verifier(number),
        List.of(new Mailbox("alias-%05d".formatted(number), DOMAIN)),
        Optional.of("policy"),
        Quota.DEFAULT,
        false,
        DeletionPolicy.Delete,
        Adopt.None);
  }

  static ScramVerifier verifier(int number) {
    var salt = new byte[16];
    var key = new byte[32];
    Arrays.fill(salt, (byte) number);
    Arrays.fill(key, (byte) (number >> 8));
    return new ScramVerifier(salt, 4096, key, key);
  }

  static ServerConfig config(List<User> users) {
    return new ServerConfig(
        server(),
        List.of(
            new Domain(
                "example-com",
                DOMAIN,
                DomainName.of("mail.example.com"),
                Domain.Outbound.Capture,
                Optional.of(new Mailbox("user-00001", DOMAIN)),
                Optional.empty(),
                true,
                "tls/example-com",
                List.of(
                    new DkimKey(
                        "rsa2048",
                        DkimKey.Algorithm.Rsa,
                        DkimKey.Stage.Active,
                        "MIIB",
                        "dkim/example-com/rsa2048")),
                DomainDns.DEFAULT,
                List.of(),
                InboundRules.DEFAULT,
                Domain.PASSWORD_GRACE)),
        users,
        List.of(
            new SendPolicy(
                "policy",
                "example-com",
                List.of(Cidr.of("192.0.2.0/24")),
                SendPolicy.From.OwnDomain,
                List.of(AddressPattern.of("@example.org")),
                false,
                List.of(
                    new Route(
                        List.of("*.example.net"),
                        Optional.of(
                            new Route.Relay(
                                "relay.example.net",
                                587,
                                TlsLevel.Required,
                                Optional.of("relay/smarthost"))))),
                DeliveryRules.DEFAULT)),
        List.of(new Tombstone("gone@example.com", new Mailbox("gone", DOMAIN))),
        List.of(new ClosedMailbox("0e5b", new Mailbox("closed", DOMAIN))),
        List.of(new KeyPem("tls/example-com", "-----BEGIN CERTIFICATE-----\n", PRIVATE_KEY)),
        List.of(new RelayCredential("relay/smarthost", "apikey", PASSWORD)),
        Optional.of(new DecoyKey(new byte[32])),
        List.of());
  }

  static List<User> users(int count) {
    var users = new ArrayList<User>();
    for (int i = 0; i < count; i++) {
      users.add(user(i));
    }
    return users;
  }
}
