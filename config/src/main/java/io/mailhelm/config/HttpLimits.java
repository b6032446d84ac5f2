package io.mailhelm.config;

import java.time.Duration;

/**
 * The limits of each port that speaks HTTP: both APIs and the public web port. Those of probes and
 * metrics are fixed: that port is open before there is a config.
 *
 * @param connections the most connections at once on one port; beyond it the longest idle one is
 *     closed
 * @param connectionsPerAddress the most connections at once from one address on one port (an IPv6
 *     peer counts by its /64)
 * @param requestTimeout for a request's head to arrive, between two pieces of its body, and between
 *     two pieces of its answer that the client takes; then the connection is closed
 */
public record HttpLimits(int connections, int connectionsPerAddress, Duration requestTimeout) {
  /** The limits of a MailDomain that declares none; the schema's defaults are the same. */
  public static final HttpLimits DEFAULT = new HttpLimits(256, 64, Duration.ofSeconds(30));

  public HttpLimits {
    Bounds.check("http.connections", connections);
    Bounds.check("http.connectionsPerAddress", connectionsPerAddress);
    Bounds.check("http.requestTimeout", requestTimeout.toMillis());
  }

  /** The same with at most this many connections at once. */
  public HttpLimits atMost(int most) {
    return most >= connections ? this : new HttpLimits(most, connectionsPerAddress, requestTimeout);
  }
}
