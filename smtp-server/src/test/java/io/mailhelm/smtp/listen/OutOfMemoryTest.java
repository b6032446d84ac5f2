package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.auth.LoginChecks;
import io.mailhelm.smtp.auth.PasswordLogins;
import io.mailhelm.smtp.auth.SaslMechanisms;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.fake.WatchedStore;
import io.mailhelm.smtp.fake.WireClient;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.receive.Conversations;
import io.mailhelm.smtp.receive.SessionContext;
import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.store.Halt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The threads that serve everyone live through an error that is one connection's. */
class OutOfMemoryTest {
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger untold = new AtomicInteger();
  private final LiveConfig live =
      new LiveConfig(
          new TestConfig()
              .listener("smtp", Tls.Opportunistic, Auth.None)
              .domain("example.com", Outbound.Capture)
              .build(),
          List.of(),
          Clock.systemUTC(),
          Observer.NONE);

  private final WatchedStore store = new WatchedStore();

  @AfterEach
  void close() {
    store.close();
  }

  /** Has no memory for the first failure it hears of. */
  private void hear(Event event) {
    if (event instanceof Event.Failed && untold.getAndIncrement() == 0) {
      throw new OutOfMemoryError("a test's");
    }
    events.add(event);
  }

  private ListenerContext shared() {
    var gate = new LoginChecks(live, ElapsedTime.SYSTEM);
    var reception =
        new SessionContext(
            live,
            store,
            new SaslMechanisms(gate, new PasswordLogins(gate)),
            this::hear,
            Clock.systemUTC(),
            ElapsedTime.SYSTEM,
            new ReturnPaths(store),
            () -> {},
            TransitMemory.ofHeap(),
            new RecipientLimits(store.recipientCounts(), this::hear, Clock.systemUTC()),
            Halt.ofProcess());
    var tlsMemory = new TlsMemory(TransitMemory.ofHeap().limit());
    return new ListenerContext(
        live,
        new Conversations(reception),
        this::hear,
        new ConnectionCounts(),
        new PeerCounts(),
        new TlsContexts(),
        tlsMemory,
        new Watchdog(() -> false, tlsMemory, this::hear),
        new AtomicBoolean());
  }

  @Test
  void aPortStaysOpenWhenAConnectionFindsNoMemory() throws IOException {
    var started = new AtomicInteger();
    var listener = live.current().config().server().listeners().getFirst();
    var acceptor =
        Acceptor.open(
            shared(),
            listener,
            connection -> {
              if (started.getAndIncrement() < 2) {
                throw new OutOfMemoryError("a test's");
              }
              Thread.startVirtualThread(connection);
            });
    try {
      int port = acceptor.status().port();
      for (int i = 0; i < 2; i++) {
        try (var client = new WireClient(port)) {
          assertThat(client.line()).isEqualTo("<closed>");
        }
      }
      try (var client = new WireClient(port)) {
        assertThat(client.line()).startsWith("220");
      }
      assertThat(events).filteredOn(Event.Failed.class::isInstance).hasSize(1);
    } finally {
      acceptor.close();
    }
  }

  /** As when there are no file descriptors left: a log that fills helps nobody. */
  @Test
  void aPortThatCannotTakeConnectionsForAWhileSaysSoOnce() throws IOException {
    untold.set(1); // hears all
    var started = new AtomicInteger();
    var listener = live.current().config().server().listeners().getFirst();
    var acceptor =
        Acceptor.open(
            shared(),
            listener,
            connection -> {
              if (started.getAndIncrement() < 5) {
                throw new UncheckedIOException(new IOException("Too many open files"));
              }
              Thread.startVirtualThread(connection);
            });
    try {
      int port = acceptor.status().port();
      for (int i = 0; i < 5; i++) {
        try (var client = new WireClient(port)) {
          assertThat(client.line()).isEqualTo("<closed>");
        }
      }
      try (var client = new WireClient(port)) {
        assertThat(client.line()).startsWith("220");
      }
      assertThat(events).filteredOn(Event.Failed.class::isInstance).hasSize(1);
    } finally {
      acceptor.close();
    }
  }

  @Test
  void deadlinesAreKeptWhenOneConnectionCannotBeLookedAt() throws IOException {
    var shared = shared();
    var listener = live.current().config().server().listeners().getFirst();
    try (var closed = SocketChannel.open();
        var watchdog = shared.watchdog()) {
      watchdog.add(new Connection(shared, listener, null)); // looking at it throws
      watchdog.start();
      await().until(() -> events.stream().filter(Event.Failed.class::isInstance).count() > 1);
      watchdog.add(new Connection(shared, listener, closed)); // overdue and not connected: closed
      await().until(() -> !closed.isOpen());
    }
  }
}
