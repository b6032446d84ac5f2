package io.mailhelm.smtp.api;

import io.mailhelm.config.Adopt;
import io.mailhelm.config.Cidr;
import io.mailhelm.config.DeletionPolicy;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.HttpLimits;
import io.mailhelm.config.InboundRules;
import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Quota;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.Retention;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.User;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Metrics;
import io.mailhelm.smtp.queue.Sending;
import io.mailhelm.smtp.receive.TransitMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Nodes over fakes: one domain, {@code example.test}, with alice, bob, noreply and sam (suspended).
 */
public final class Nodes {
  /** The token of every node here. */
  public static final String TOKEN = "a-token-for-tests-only";

  /** When everything happens. */
  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC);

  private static final DomainName DOMAIN = DomainName.of("example.test");

  private Nodes() {}

  /** A node whose servers listen on loopback, on ports the system gives. */
  public static ApiContext node(
      boolean dev, FakeStore store, FakeSubmissions submissions, Sending sending, FakeWorld world) {
    var metrics = new Metrics(CLOCK);
    var live = new LiveConfig(config(List.of()), List.of(), CLOCK, metrics);
    live.settle();
    var inTransit = new TransitMemory(256L << 20);
    var any = new HttpEndpoint("127.0.0.1", 0, List.of());
    return new ApiContext(
        live,
        store,
        new FakeLogins(live),
        submissions,
        inTransit,
        new RecipientLimits(store.recipientCounts(), metrics, CLOCK),
        sending,
        new FakeIntake(),
        world.outside(),
        new ApiAccess(
            () -> ApiToken.of(TOKEN), dev, Optional.of(new FakeUsers()), Optional.empty()),
        any,
        metrics,
        metrics,
        CLOCK,
        ports -> {});
  }

  /** The same node in a pod, where kubectl declares users. */
  public static ApiContext withoutUserDirectory(ApiContext node) {
    return new ApiContext(
        node.live(),
        node.store(),
        node.logins(),
        node.submissions(),
        node.inTransit(),
        node.limits(),
        node.sending(),
        node.intake(),
        node.outside(),
        new ApiAccess(
            node.access().token(), node.access().dev(), Optional.empty(), Optional.empty()),
        node.mailApi(),
        node.metrics(),
        node.observer(),
        node.clock(),
        node.onReady());
  }

  /**
   * @param allowed who may connect to the management API
   */
  public static ServerConfig config(List<Cidr> allowed) {
    return config(allowed, HttpLimits.DEFAULT);
  }

  /**
   * @param http the bounds of both APIs
   */
  public static ServerConfig config(List<Cidr> allowed, HttpLimits http) {
    var server =
        new Server(
            "example",
            DomainName.of("mail.example.test"),
            List.of(),
            new HttpEndpoint("127.0.0.1", 0, allowed),
            new HttpEndpoint("127.0.0.1", 0, List.of()),
            Optional.empty(),
            limits(http),
            List.of(),
            Duration.ofSeconds(5),
            List.of(),
            List.of(),
            List.of(),
            Retention.DEFAULT,
            List.of());
    var domain =
        new Domain(
            "example",
            DOMAIN,
            DomainName.of("mail.example.test"),
            Domain.Outbound.Capture,
            Optional.empty(),
            Optional.empty(),
            true,
            "tls/example",
            List.of(),
            DomainDns.DEFAULT,
            List.of(),
            InboundRules.DEFAULT,
            Domain.PASSWORD_GRACE);
    var users = Stream.of("alice", "bob", "noreply", "sam").map(Nodes::user).toList();
    return new ServerConfig(
        server, List.of(domain), users, List.of(), List.of(), List.of(), List.of());
  }

  private static ServerLimits limits(HttpLimits http) {
    var d = ServerLimits.DEFAULT;
    return new ServerLimits(
        d.messageSize(),
        d.recipients(),
        d.connections(),
        d.connectionsPerAddress(),
        d.commandTimeout(),
        d.dataTimeout(),
        d.sessionTimeout(),
        d.errors(),
        d.authFailuresPerAddress(),
        d.authFailuresPerAccount(),
        d.authFailureWindow(),
        d.outboundConnections(),
        d.queue(),
        d.deliveryHistory(),
        http,
        d.outbound(),
        d.storage());
  }

  private static User user(String name) {
    var address = new Mailbox(name, DOMAIN);
    return new User(
        new ResourceRef("MailUser", "default", name),
        address.toString(),
        address,
        name.equals("alice") ? Optional.of("Alice Example") : Optional.empty(),
        new ScramVerifier(new byte[16], 4_096, new byte[32], new byte[32]),
        name.equals("alice") ? List.of(new Mailbox("sales", DOMAIN)) : List.of(),
        Optional.empty(),
        Quota.DEFAULT,
        name.equals("sam"),
        DeletionPolicy.Retain,
        Adopt.None);
  }
}
