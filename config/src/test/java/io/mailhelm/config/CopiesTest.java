package io.mailhelm.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A copy with something else in it has everything else of the first. */
class CopiesTest {
  private static final HttpEndpoint ELSEWHERE = new HttpEndpoint("127.0.0.2", 0, List.of());
  private static final ServerConfig CONFIG =
      Samples.config(Samples.users(2))
          .withStores(List.of(new ExpectedStore("example-com-0", "5f1c", true)));
  private static final User USER =
      new User(
          Samples.user(1).resource(),
          "uid",
          Samples.user(1).address(),
          Optional.of("A user"),
          Samples.verifier(1),
          Samples.user(1).aliases(),
          Optional.of("policy"),
          Quota.DEFAULT,
          true,
          DeletionPolicy.Delete,
          Adopt.Always);
  private static final DomainDns DNS =
      new DomainDns(
          List.of("192.0.2.1"),
          List.of("192.0.2.2"),
          DomainDns.DEFAULT.spf(),
          DomainDns.DEFAULT.dmarc(),
          DomainDns.DEFAULT.mtaSts(),
          List.of("tls@example.com"),
          List.of(new DomainDns.Submission(587, false)),
          true,
          List.of(RecordPurpose.Caa),
          List.of(DomainName.of("list.example")),
          Duration.ofMinutes(3),
          true);
  private static final Domain DOMAIN =
      new Domain(
          "example-com",
          DomainName.of("example.com"),
          DomainName.of("mail.example.com"),
          Domain.Outbound.Capture,
          Optional.of(Mailbox.of("all@example.com")),
          Optional.of(Mailbox.of("postmaster@example.com")),
          true,
          "tls/example-com",
          CONFIG.domains().getFirst().dkim(),
          DNS,
          List.of("example-org"),
          new InboundRules(InboundRules.OwnDomainSenders.Accept),
          Duration.ofSeconds(1));
  private static final Server SERVER =
      new Server(
          "example-com",
          DomainName.of("mail.example.com"),
          Samples.server().listeners(),
          Samples.server().management(),
          Samples.server().mailApi(),
          Samples.server().web(),
          ServerLimits.DEFAULT,
          List.of(Cidr.of("192.0.2.1")),
          Duration.ofMinutes(5),
          List.of("192.0.2.53"),
          List.of(Cidr.of("10.0.0.0/8")),
          List.of(new AuthorityPem("-----BEGIN CERTIFICATE-----\n")),
          Retention.DEFAULT,
          List.of(
              new Provider("post", List.of("mx.post.example"), Optional.of(2), Optional.of(60))));

  @Test
  void changesNothingElse() {
    changes(CONFIG, CONFIG.withServer(SERVER), "server");
    changes(CONFIG, CONFIG.withUsers(List.of()), "users");
    changes(CONFIG, CONFIG.withTombstones(List.of()), "tombstones");
    changes(CONFIG, CONFIG.withClosed(List.of()), "closed");
    changes(CONFIG, CONFIG.withStores(List.of()), "stores");
    changes(USER, USER.withAliases(List.of()), "aliases");
    changes(DOMAIN, DOMAIN.withDns(DomainDns.DEFAULT), "dns");
    changes(DOMAIN, DOMAIN.withTlsKey("other"), "tlsKey");
    changes(DOMAIN, DOMAIN.withDkim(List.of()), "dkim");
    changes(
        DNS,
        DNS.withServer(List.of(), List.of(), List.of(), false),
        "publicAddresses",
        "egressAddresses",
        "submission",
        "web");
    changes(DNS, DNS.withEgressAddresses(List.of()), "egressAddresses");
    changes(DNS, DNS.withLookups(List.of(), List.of()), "omitted", "blockLists");
    changes(
        SERVER,
        SERVER.withEndpoints(List.of(), ELSEWHERE, ELSEWHERE, Optional.empty()),
        "listeners",
        "management",
        "mailApi",
        "web");
  }

  @Test
  void hasSomethingToLoseEverywhere() {
    for (var original : List.of(CONFIG, USER, DOMAIN, DNS, SERVER)) {
      assertThat(parts(original).values())
          .as(original.getClass().getSimpleName())
          .doesNotContain(List.of(), Optional.empty(), false, "", Adopt.None);
    }
  }

  private static void changes(Record original, Record copy, String... components) {
    var before = parts(original);
    var differing = new ArrayList<String>();
    parts(copy)
        .forEach(
            (name, value) -> {
              if (!value.equals(before.get(name))) {
                differing.add(name);
              }
            });
    assertThat(differing).containsExactlyInAnyOrder(components);
  }

  private static Map<String, Object> parts(Record any) {
    var parts = new TreeMap<String, Object>();
    for (var component : any.getClass().getRecordComponents()) {
      try {
        parts.put(component.getName(), component.getAccessor().invoke(any));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return parts;
  }
}
