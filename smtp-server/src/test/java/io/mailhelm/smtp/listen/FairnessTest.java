package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.mailhelm.smtp.receive.Conversations;
import io.mailhelm.smtp.receive.SessionContext;
import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.store.Halt;
import io.mailhelm.smtp.wire.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection whose peer always has something to say gives way after bounded work. */
class FairnessTest {
  private static final int OCTETS = 2 << 20;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final WatchedStore store = new WatchedStore();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger replied = new AtomicInteger();
  private final AtomicInteger mostReplied = new AtomicInteger();
  private final LiveConfig live =
      new LiveConfig(
          new TestConfig()
              .listener("smtp", Tls.Opportunistic, Auth.None)
              .domain("example.com", Outbound.Capture)
              .certificates()
              .user("alice@example.com", "secret")
              .build(),
          List.of(),
          Clock.systemUTC(),
          events::add);

  @AfterEach
  void close() {
    store.close();
  }

  private void hear(Event event) {
    if (event instanceof Event.Replied) {
      replied.incrementAndGet();
    } else {
      events.add(event);
    }
  }

  private void othersRun() {
    turns.incrementAndGet();
    mostReplied.accumulateAndGet(replied.getAndSet(0), Math::max);
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

  /** Serves one client, which says {@code first}, then octets over and over, then hangs up. */
  private void serve(String first, String octets) throws IOException {
    try (var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (var client = SocketChannel.open(server.getLocalAddress());
          var taken = server.accept()) {
        var said =
            CompletableFuture.runAsync(
                () -> say(client, first + octets.repeat(OCTETS / octets.length())));
        var listener = live.current().config().server().listeners().getFirst();
        new Connection(shared(), listener, taken, new Turn(this::othersRun)).run();
        said.join();
      }
    }
  }

  /** Reads what it is told meanwhile, or both sides would wait for each other. */
  private static void say(SocketChannel client, String text) {
    try {
      var read = CompletableFuture.runAsync(() -> drain(client));
      var socket = client.socket().getOutputStream();
      socket.write(text.getBytes(StandardCharsets.US_ASCII));
      client.shutdownOutput();
      read.join();
    } catch (IOException e) {
      // the server had enough
    }
  }

  private static void drain(SocketChannel client) {
    try {
      client.socket().getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // as above
    }
  }

  @Test
  void whoGivesCommandsWithoutEnd() throws IOException {
    serve("", "NOOP\r\n");
    assertThat(events).filteredOn(Event.Disconnected.class::isInstance).hasSize(1);
    assertThat(mostReplied.get()).isPositive().isLessThanOrEqualTo(2 * 128);
    assertThat(turns.get()).isGreaterThan(OCTETS / Turn.OCTETS);
  }

  @Test
  void whoSendsAMessageWithoutEnd() throws IOException {
    serve(
        "EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<alice@example.com>\r\nDATA\r\n",
        "A line of a message.\r\n");
    assertThat(turns.get()).isGreaterThanOrEqualTo(OCTETS / (2 * Turn.OCTETS));
  }

  /** 2 MiB of these would be 80,000 records, of which each is decrypted by itself. */
  @Test
  void whoSendsRecordsOfOneOctet() throws IOException {
    int records = 10_000;
    try (var server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = server.socket().getLocalPort();
      var said = CompletableFuture.runAsync(() -> sayOctetByOctet(port, records));
      try (var taken = server.accept()) {
        var listener = live.current().config().server().listeners().getFirst();
        new Connection(shared(), listener, taken, new Turn(this::othersRun)).run();
      }
      said.join();
    }
    assertThat(turns.get()).isGreaterThanOrEqualTo(records / (Turn.OCTETS / Turn.LEAST));
  }

  private static void sayOctetByOctet(int port, int records) {
    try (var client = new WireClient(port)) {
      client.reply();
      client.ask("STARTTLS");
      client.startTls("mail.example.com");
      for (var line :
          List.of("EHLO a", "MAIL FROM:<a@b.example>", "RCPT TO:<alice@example.com>", "DATA")) {
        client.ask(line);
      }
      for (int i = 0; i < records; i++) {
        client.send(i % 50 == 49 ? "\n" : i % 50 == 48 ? "\r" : "a");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whoGoesOnAfterTheConnectionIsOver() throws IOException {
    serve("QUIT\r\n", "more and more");
    assertThat(turns.get()).isGreaterThanOrEqualTo(OCTETS / (2 * Turn.OCTETS));
  }
}
