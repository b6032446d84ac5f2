package io.mailhelm.smtp.api;

import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.HttpLimits;
import io.mailhelm.config.Listener;
import io.mailhelm.smtp.listen.Acceptor;
import io.mailhelm.smtp.listen.HeldConnections;
import io.mailhelm.smtp.observe.Metrics;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.threads.EndedThreads;
import io.mailhelm.smtp.web.WebRequest;
import io.mailhelm.smtp.web.WebResponse;
import io.mailhelm.smtp.wire.Deadlines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Serves {@code /livez}, {@code /readyz} and {@code /metrics} to the kubelet and Prometheus, from
 * the first moment of the process to its last. It asks for no credentials, so it shows nothing
 * secret.
 *
 * <p>It is open long before the APIs are, on platform threads, and before there is a config: its
 * limits are its own. A connection is for one request, which has {@value #SECONDS} s. Where there
 * are more than {@value #MOST} connections, or {@value #MOST_OF_AN_ADDRESS} of one address, the
 * longest idle is closed.
 */
public final class ProbeServer implements AutoCloseable {
  static final int MOST = 64;
  static final int MOST_OF_AN_ADDRESS = 32;
  static final int SECONDS = 5;
  private static final String NAME = "probes";
  private static final HttpLimits LIMITS =
      new HttpLimits(MOST, MOST_OF_AN_ADDRESS, Duration.ofSeconds(SECONDS));

  private final Deadlines deadlines = new Deadlines("probe-deadlines");
  private final HeldConnections connections = new HeldConnections();
  private final Supplier<String> unready;
  private final Metrics metrics;
  private final Acceptor acceptor;

  private ProbeServer(
      HttpEndpoint endpoint, Supplier<String> unready, Metrics metrics, Observer observer)
      throws IOException {
    this.unready = unready;
    this.metrics = metrics;
    var shared = new ProbeConnection.Shared(connections, LIMITS, deadlines, observer, this::answer);
    this.acceptor =
        Acceptor.open(
            (listener, channel) -> new ProbeConnection(shared, channel),
            observer,
            listener(endpoint),
            connection -> Thread.ofPlatform().daemon().name("probe").start(connection));
  }

  /**
   * Opens the port.
   *
   * @param endpoint where; its address is a literal
   * @param unready why no mail can be taken now; empty: it can
   * @param observer is told what goes wrong
   * @throws CannotListenException when the port cannot be had
   */
  public static ProbeServer open(
      HttpEndpoint endpoint, Supplier<String> unready, Metrics metrics, Observer observer) {
    try {
      return new ProbeServer(endpoint, unready, metrics, observer);
    } catch (IOException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw CannotListenException.of("server of probes and metrics", endpoint, cause);
    }
  }

  private static Listener listener(HttpEndpoint endpoint) {
    return new Listener(
        NAME,
        Optional.of(endpoint.address()),
        endpoint.port(),
        Listener.Tls.Optional,
        Listener.Auth.None,
        List.of());
  }

  /** The port really bound. */
  public int port() {
    return acceptor.status().port();
  }

  private WebResponse answer(WebRequest request) {
    if (!request.method().equals("GET") && !request.isHead()) {
      return WebResponse.only("GET, HEAD");
    }
    return switch (request.path()) {
      case "/livez" -> said(EndedThreads.sentence().orElse(""));
      case "/readyz" -> said(unready.get());
      case "/metrics" -> WebResponse.ok(metrics.contentType(), metrics.scrape());
      default -> WebResponse.sentence(404, "only /livez, /readyz and /metrics");
    };
  }

  /** 503 with the reason, where there is one. */
  private static WebResponse said(String why) {
    return why.isEmpty()
        ? WebResponse.ok(WebResponse.TEXT, "ok\n")
        : WebResponse.sentence(503, why);
  }

  /** Closes the port and every connection. */
  @Override
  public void close() {
    acceptor.close();
    deadlines.close();
  }
}
