package io.mailhelm.smtp.send;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.RelayCredential;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.Resolver;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.wire.Deadlines;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Makes delivery clients that speak SMTP (RFC 5321). One thread keeps the deadlines of all of them;
 * everything else runs in the threads that call. Thread-safe.
 */
public final class SmtpDeliveryClients implements DeliveryClients, AutoCloseable {
  /** RFC 5321 §2.3.5, §5: where servers found by MX are. No setting changes it. */
  private static final int SMTP_PORT = 25;

  private final ClientContext surroundings;

  /**
   * @param name what EHLO says: a name of this server that leads back to its address; asked for
   *     each connection
   * @param resolver finds servers, and what their domains say about TLS
   * @param credentials finds the login of a relay by the name that its route has; asked for each
   *     attempt
   * @param privateNetworks what may be connected to although it is not public; asked for each
   *     connection
   * @param alsoTrusted authorities whose certificates prove a server, besides those of the Java
   *     platform; asked for each certificate
   * @param memory keeps MTA-STS policies
   * @param dnssec keeps whether the name servers pass signatures on
   * @param outcomes told how TLS went
   * @param port25 told how connecting to port 25 goes
   */
  public SmtpDeliveryClients(
      Supplier<String> name,
      Resolver resolver,
      Function<String, Optional<RelayCredential>> credentials,
      Supplier<List<Cidr>> privateNetworks,
      Supplier<List<X509Certificate>> alsoTrusted,
      StsMemory memory,
      DnssecMemory dnssec,
      TlsOutcomes outcomes,
      Port25 port25,
      Clock clock) {
    var deadlines = new Deadlines("smtp-send-deadlines");
    var tls = new TlsClient(alsoTrusted);
    var dialRules = new ConnectRules(privateNetworks);
    var fetcher =
        new StsFetcher(resolver, dialRules, tls, deadlines, StsFetcher.HTTPS, StsFetcher.TIMEOUT);
    var policies =
        new TlsPolicies(
            new DaneRecords(resolver, dnssec, outcomes, ElapsedTime.SYSTEM),
            new StsPolicies(resolver, fetcher, memory, outcomes, clock, ElapsedTime.SYSTEM),
            outcomes);
    this.surroundings =
        new ClientContext(
            name,
            resolver,
            credentials,
            tls,
            policies,
            outcomes,
            deadlines,
            Timeouts.STANDARD,
            clock,
            SMTP_PORT,
            new KnownHosts(),
            dialRules,
            port25);
  }

  SmtpDeliveryClients(ClientContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public DeliveryClient to(Hop hop, TlsLevel tls) {
    return new SmtpDeliveryClient(surroundings, hop, tls);
  }

  /** Stops keeping deadlines: close the delivery clients first. */
  @Override
  public void close() {
    surroundings.deadlines().close();
  }
}
