package io.mailhelm.smtp.serve;

import io.mailhelm.dns.DeclaredResolver;
import io.mailhelm.dns.Resolver;
import io.mailhelm.dns.inspect.DnsInspector;
import io.mailhelm.dns.inspect.Inspector;
import io.mailhelm.dns.spf.SpfEvaluator;
import io.mailhelm.smtp.SmtpServer;
import io.mailhelm.smtp.api.ApiAccess;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiLifecycle;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.Outside;
import io.mailhelm.smtp.deliver.LiveMailboxes;
import io.mailhelm.smtp.listen.ListenerStatus;
import io.mailhelm.smtp.listen.PeerSample;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.observe.Metrics;
import io.mailhelm.smtp.observe.PolicyFigures;
import io.mailhelm.smtp.observe.Telemetry;
import io.mailhelm.smtp.queue.Sending;
import io.mailhelm.smtp.receive.QueueSharing;
import io.mailhelm.smtp.reputation.PolicyStanding;
import io.mailhelm.smtp.send.DnssecFile;
import io.mailhelm.smtp.send.Port25;
import io.mailhelm.smtp.send.SmtpDeliveryClients;
import io.mailhelm.smtp.send.StsFolder;
import io.mailhelm.smtp.store.MailQueue;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.store.MailStoreException;
import io.mailhelm.smtp.store.StoreContext;
import io.mailhelm.smtp.store.sqlite.SqliteMailStore;
import io.mailhelm.smtp.web.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Runs a server from its first listener to its exit code. It follows its {@link LiveConfig}; the
 * code that starts it calls {@link LiveConfig#settle} to have the first config carried out.
 */
public final class ServerProcess implements AutoCloseable {
  /** In the store's folder: the MTA-STS policies of domains. */
  private static final String STS = "mta-sts";

  /** In the store's folder: which name servers passed signatures on. */
  private static final String DNSSEC = "dnssec-proved";

  /**
   * A client of the API waits half a minute for a DNS check; by then it should answer with what it
   * has.
   */
  private static final Duration CHECK = Duration.ofSeconds(25);

  private final LiveConfig live;
  private final MailStore store;
  private final SmtpDeliveryClients couriers;
  private final SmtpServer server;
  private final Port25 port25;
  private final Resolver resolver;
  private final WebServer web;
  private final Front front;
  private final CompletableFuture<Void> open = new CompletableFuture<>();

  private ServerProcess(
      LiveConfig live,
      MailStore store,
      SmtpDeliveryClients couriers,
      SmtpServer server,
      Port25 port25,
      Resolver resolver,
      WebServer web,
      Front front) {
    this.live = live;
    this.store = store;
    this.couriers = couriers;
    this.server = server;
    this.port25 = port25;
    this.resolver = resolver;
    this.web = web;
    this.front = front;
  }

  /**
   * What exists before there is a config.
   *
   * @param telemetry where events go
   * @param readiness what the probes say
   * @param probes their port
   * @param pod the name of the pod that it runs in; empty: in none
   */
  public record Front(
      Telemetry telemetry, Readiness readiness, int probes, Clock clock, Optional<String> pod) {}

  /**
   * Opens the store and the listeners.
   *
   * @param mail the folder of the store, made where it is missing
   * @throws IOException with a sentence for the operator: the store cannot be opened, or is not the
   *     one that the config expects
   */
  public static ServerProcess start(LiveConfig live, Path mail, Front front) throws IOException {
    var telemetry = front.telemetry();
    var store = SqliteMailStore.open(mail, context(live, front));
    var port25 = new Port25(report -> tell(report, telemetry));
    var resolver =
        new DeclaredResolver(() -> live.current().config().server().resolvers(), front.clock());
    var couriers = couriers(live, mail, resolver, port25, front);
    var server = new SmtpServer(live, store, couriers, telemetry.observer(), front.clock());
    // Before any mail comes by a config: what its users take up is theirs.
    live.prepare(next -> store.owners().prepare(next.config(), front.clock().instant()));
    live.follow(now -> store.owners().complete(now.config(), front.clock().instant()));
    prepareFirst(live, store, front);
    // Before the listeners hear of a config: its tombstones are carried out wherever it begins to
    // run; removing what is gone does nothing.
    live.follow(snapshot -> removeMailboxes(snapshot, store));
    var descriptors = new DescriptorWarnings(telemetry.observer());
    descriptors.look(live.current());
    live.follow(descriptors::look);
    telemetry.metrics().watchDescriptors(() -> DescriptorWarnings.isShort(live.current()));
    telemetry.metrics().watchStore(() -> figures(store));
    telemetry.metrics().watchQueue(() -> figures(store.queue(), front.clock()));
    telemetry.metrics().watchWarmUps(() -> server.sending().warmUpFigures());
    telemetry.metrics().watchPolicies(() -> figures(server.sending()));
    telemetry.metrics().watchPort25(() -> port25.report().state() == Port25.State.Blocked);
    telemetry.metrics().watchIntake(server.intake()::isPaused);
    server.start();
    var web = new WebServer(live, telemetry.observer(), front.clock());
    web.start();
    return new ServerProcess(live, store, couriers, server, port25, resolver, web, front);
  }

  /** Where it cannot be done, the store takes no mail either, and a follower does it later. */
  private static void prepareFirst(LiveConfig live, MailStore store, Front front) {
    try {
      store.owners().prepare(live.current().config(), front.clock().instant());
    } catch (MailStoreException e) {
      front.telemetry().observer().on(new Event.Failed(FailurePlace.CONFIG, e));
    }
  }

  private static StoreContext context(LiveConfig live, Front front) {
    return StoreContext.ALONE
        .with(new LiveMailboxes(live))
        .with(
            () -> live.current().config().server().limits().storage(),
            () -> live.current().config().server().retention())
        .sharing(() -> QueueSharing.of(live.current()))
        .with(new StoreEventLog(front.telemetry().observer()))
        .expecting(front.pod().flatMap(live.current().config()::storeOf));
  }

  private static void tell(Port25.Report report, Telemetry telemetry) {
    var blocked = report.state() == Port25.State.Blocked;
    telemetry.observer().on(new Event.Port25Changed(blocked, report.timedOut()));
  }

  private static SmtpDeliveryClients couriers(
      LiveConfig live, Path mail, Resolver resolver, Port25 port25, Front front) {
    return new SmtpDeliveryClients(
        () -> live.current().config().server().hostname().ascii(),
        resolver,
        name ->
            live.current().config().credentials().stream()
                .filter(credential -> credential.name().equals(name))
                .findFirst(),
        () -> live.current().config().server().privateNetworks(),
        () -> live.current().trusted(),
        new StsFolder(mail.resolve(STS)),
        new DnssecFile(mail.resolve(DNSSEC), () -> live.current().config().server().resolvers()),
        new TlsEvents(front.telemetry().observer()),
        port25,
        front.clock());
  }

  /** The state of each declared listener. */
  public List<ListenerStatus> listeners() {
    return server.listeners();
  }

  /** The peers that talked to the listeners since the start. */
  public PeerSample peers() {
    return server.peers();
  }

  /** The part that sends what is queued. */
  public Sending sending() {
    return server.sending();
  }

  /** Whether other servers can be reached. */
  public Port25.Report port25() {
    return port25.report();
  }

  /** Asks the name servers that are declared; one for all of the process, with one memory. */
  public Resolver resolver() {
    return resolver;
  }

  private Inspector inspector() {
    return new DnsInspector(resolver, new SpfEvaluator(resolver, front.clock()), CHECK);
  }

  /** The state of the public web port; empty where none is declared. */
  public Optional<ListenerStatus> web() {
    return web.status();
  }

  /**
   * Starts the APIs and returns when the server has ended.
   *
   * @param announce is told once, when all ports are open
   * @return the exit code
   */
  public int untilTheEnd(ApiAccess access, Consumer<OpenPorts> announce) {
    var declared = live.current().config().server();
    var node =
        new ApiContext(
            live,
            store,
            server.logins(),
            server.submissions(),
            server.inTransit(),
            server.limits(),
            server.sending(),
            server.intake(),
            new Outside(server::peers, port25::report, resolver, inspector()),
            access,
            declared.mailApi(),
            front.telemetry().metrics(),
            front.telemetry().observer(),
            front.clock(),
            bound -> ready(bound, announce));
    front
        .readiness()
        .is(() -> open.isDone() ? node.whyNoMail() : "starting: the APIs are not open");
    return ApiLifecycle.serve(node, declared.management());
  }

  /**
   * Ends in good order: what is in flight may finish for as long as the config says. The exit code
   * is 0.
   */
  public void end() {
    server.drain(live.current().config().server().drainTimeout());
    // Quarkus takes a request to end only once it has begun.
    open.join();
    ApiLifecycle.end();
  }

  private void ready(BoundPorts bound, Consumer<OpenPorts> announce) {
    Logger.getLogger("").addHandler(front.telemetry().log().handler());
    announce.accept(
        new OpenPorts(
            server.listeners().stream()
                .filter(ListenerStatus::isListening)
                .collect(Collectors.toMap(ListenerStatus::name, ListenerStatus::port)),
            bound.management(),
            bound.mailApi(),
            front.probes(),
            web.status().map(ListenerStatus::port).orElse(0)));
    open.complete(null);
  }

  private static Metrics.StoreFigures figures(MailStore store) {
    var status = store.status();
    return new Metrics.StoreFigures(
        status.accepting(),
        status.acceptingLarge(),
        status.messages(),
        status.octets(),
        status.strayBodies(),
        status.missingBodies());
  }

  private static Metrics.QueueFigures figures(MailQueue queue, Clock clock) {
    var status = queue.status();
    return new Metrics.QueueFigures(
        status.queued(), status.heldFor(), status.sending(), status.age(clock.instant()));
  }

  private static List<PolicyFigures> figures(Sending sending) {
    return sending.standings().stream().map(PolicyStanding::figures).toList();
  }

  private static void removeMailboxes(ConfigSnapshot snapshot, MailStore store) {
    snapshot.config().tombstones().forEach(tombstone -> store.deleteMailbox(tombstone.mailboxId()));
  }

  /** Closes listeners and connections, then the store. */
  @Override
  public void close() {
    try (store;
        couriers;
        server) {
      web.close();
    }
  }
}
