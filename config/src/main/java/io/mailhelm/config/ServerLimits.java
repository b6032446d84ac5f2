package io.mailhelm.config;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of a server. A client that meets one is told so.
 *
 * @param messageSize octets of one message (SIZE, RFC 1870); more: 552 5.3.4
 * @param recipients of one message (RCPTMAX, RFC 9422); more: 452 4.5.3
 * @param connections at once in all; more: 421 4.3.2
 * @param connectionsPerAddress at once from one address (an IPv6 peer counts by its /64); more: 421
 *     4.7.0
 * @param commandTimeout between two commands (RFC 5321 §4.5.3.2.7); then 421 4.4.2. A TLS handshake
 *     has 30 s of it at most
 * @param dataTimeout for one whole DATA or BDAT sequence; then 421 4.4.2
 * @param sessionTimeout for a connection as a whole; then 421 4.4.2 between two transactions, at
 *     the latest one {@code dataTimeout} later
 * @param errors replies of 5xx to one connection before 421 4.7.0
 * @param authFailuresPerAddress failed logins from one address (an IPv6 peer counts by its /64)
 *     within {@code authFailureWindow}, and 16 times as many from an IPv6 /48; then 421 4.7.0.
 *     32,767 at most counts
 * @param authFailuresPerAccount failed logins from one address to one account within {@code
 *     authFailureWindow}, and ten times as many from all addresses together from which it has never
 *     logged in; then 454 4.7.0 for those, not for the addresses from which it is known. 32,767 at
 *     most counts
 * @param authFailureWindow sliding; a failure may count up to a sixteenth of it longer
 * @param outboundConnections the most connections at once to other servers in all; more wait for
 *     one to end
 * @param queue the most deliveries, one for each recipient, that wait at once; more: 452 4.3.1
 * @param deliveryHistory how long the outcome of a delivery is kept
 * @param http the limits of each port that speaks HTTP
 * @param outbound how outgoing connections are divided
 * @param storage the limits of the store's volume
 */
public record ServerLimits(
    long messageSize,
    int recipients,
    int connections,
    int connectionsPerAddress,
    Duration commandTimeout,
    Duration dataTimeout,
    Duration sessionTimeout,
    int errors,
    int authFailuresPerAddress,
    int authFailuresPerAccount,
    Duration authFailureWindow,
    int outboundConnections,
    int queue,
    Duration deliveryHistory,
    HttpLimits http,
    OutboundLimits outbound,
    StorageLimits storage) {

  /** The limits of a MailDomain that declares none; the schema's defaults are the same. */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          25L << 20,
          100,
          10_000,
          200,
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          20,
          30,
          10,
          Duration.ofMinutes(15),
          200,
          1_000_000,
          Duration.ofHours(168),
          HttpLimits.DEFAULT,
          OutboundLimits.DEFAULT,
          StorageLimits.DEFAULT);

  public ServerLimits {
    Bounds.check("messageSize", messageSize);
    Bounds.check("recipients", recipients);
    Bounds.check("connections", connections);
    Bounds.check("connectionsPerAddress", connectionsPerAddress);
    Bounds.check("commandTimeout", commandTimeout.toMillis());
    Bounds.check("dataTimeout", dataTimeout.toMillis());
    Bounds.check("sessionTimeout", sessionTimeout.toMillis());
    Bounds.check("errors", errors);
    Bounds.check("authFailuresPerAddress", authFailuresPerAddress);
    Bounds.check("authFailuresPerAccount", authFailuresPerAccount);
    Bounds.check("authFailureWindow", authFailureWindow.toMillis());
    Bounds.check("outboundConnections", outboundConnections);
    Bounds.check("queue", queue);
    Bounds.check("deliveryHistory", deliveryHistory.toMillis());
    Objects.requireNonNull(http);
    Objects.requireNonNull(outbound);
    Objects.requireNonNull(storage);
  }
}
