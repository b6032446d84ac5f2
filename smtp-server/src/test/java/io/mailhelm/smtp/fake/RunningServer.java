package io.mailhelm.smtp.fake;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.SmtpServer;
import io.mailhelm.smtp.deliver.LiveMailboxes;
import io.mailhelm.smtp.listen.ListenerStatus;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.send.DeliveryClients;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on loopback with the real store in a folder of its own, its events noted. Nothing is
 * sent, unless couriers are given.
 */
public final class RunningServer implements AutoCloseable {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final List<Class<? extends Event>> deaf = new CopyOnWriteArrayList<>();
  private final List<Class<? extends Event>> outOfMemory = new CopyOnWriteArrayList<>();
  private final List<Throwable> halted = new CopyOnWriteArrayList<>();
  private final WatchedStore store = new WatchedStore();
  private final LiveConfig live;
  private final SmtpServer server;

  public RunningServer(TestConfig config) {
    this(config, TransitMemory.ofHeap());
  }

  /** A server that has only so much memory for messages on their way in. */
  public RunningServer(TestConfig config, TransitMemory inTransit) {
    this(config, inTransit, ScriptedCouriers.unreachable(), Clock.systemUTC());
  }

  /** A server that sends by {@code couriers}. */
  public RunningServer(TestConfig config, DeliveryClients couriers, Clock clock) {
    this(config, TransitMemory.ofHeap(), couriers, clock);
  }

  private RunningServer(
      TestConfig config, TransitMemory inTransit, DeliveryClients couriers, Clock clock) {
    live = new LiveConfig(config.build(), List.of(), clock, this::hear);
    store.mailboxes(new LiveMailboxes(live));
    store.bounds(() -> live.current().config().server().limits().storage());
    live.follow(
        snapshot ->
            snapshot.config().tombstones().forEach(each -> store.deleteMailbox(each.mailboxId())));
    server =
        new SmtpServer(
            live,
            store,
            couriers,
            this::hear,
            clock,
            clock instanceof HandClock hand ? hand.elapsed() : ElapsedTime.SYSTEM,
            inTransit,
            (where, cause) -> halted.add(cause));
    server.start();
  }

  /** The config that runs. */
  public ConfigSnapshot running() {
    return live.current();
  }

  private void hear(Event event) {
    if (deaf.contains(event.getClass())) {
      throw new IllegalStateException("a test's");
    }
    if (outOfMemory.contains(event.getClass())) {
      throw new OutOfMemoryError("a test's");
    }
    events.add(event);
  }

  /** From now on whoever listens fails at events of that kind. */
  public void failHearing(Class<? extends Event> kind) {
    deaf.add(kind);
  }

  /** From now on there is no memory for whoever listens to events of that kind. */
  public void fillMemoryAt(Class<? extends Event> kind) {
    outOfMemory.add(kind);
  }

  /** Why the process would have ended. */
  public List<Throwable> halted() {
    return List.copyOf(halted);
  }

  /** The port of a listener. */
  public int port(String listener) {
    return server.listeners().stream()
        .filter(status -> status.name().equals(listener))
        .mapToInt(ListenerStatus::port)
        .findFirst()
        .orElseThrow();
  }

  /** A client that has not read the banner. */
  public WireClient connect(String listener) throws IOException {
    return new WireClient(port(listener));
  }

  /** A client that has said EHLO. */
  public WireClient greeted(String listener) throws IOException {
    return greeted(connect(listener));
  }

  /** The same from an address of the loopback network. */
  public WireClient greeted(String listener, String from) throws IOException {
    return greeted(new WireClient(port(listener), InetAddress.ofLiteral(from)));
  }

  private static WireClient greeted(WireClient client) throws IOException {
    client.reply();
    client.ask("EHLO client.example");
    return client;
  }

  /** Swaps a config in. */
  public boolean offer(TestConfig config) {
    return live.offer(config.build(), List.of());
  }

  public SmtpServer server() {
    return server;
  }

  public WatchedStore store() {
    return store;
  }

  public LiveConfig live() {
    return live;
  }

  /** What was noted so far of a kind. */
  public <E extends Event> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public void close() {
    try (store) {
      server.close();
    }
  }
}
