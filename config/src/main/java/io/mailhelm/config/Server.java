package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The process: what it listens on and its bounds. It comes from the one MailDomain that has {@code
 * server}.
 *
 * @param domain {@code metadata.name} of that MailDomain
 * @param hostname in the banner, EHLO replies and Received fields when the peer asked for no other
 *     name
 * @param listeners in the order declared
 * @param management the API of operators (3001)
 * @param mailApi the API of applications (3000)
 * @param web where mail programs and other servers ask over HTTPS: the MTA-STS policy, autoconfig;
 *     empty: nowhere
 * @param limits the bounds of a session and of all of them
 * @param relayFrom peers that may send to other domains without logging in
 * @param drainTimeout how long what is in flight may take after SIGTERM
 * @param resolvers name servers to ask, in this order, as {@code address} or {@code address:port},
 *     an IPv6 address with a port in brackets; empty: the machine's
 * @param privateNetworks what mail may be sent to, and name servers asked in, although it is not
 *     public: the networks of relays and of tests. Empty: public addresses only, whatever a
 *     stranger's DNS says
 * @param trustedCertificates of authorities that count besides those of the Java platform
 * @param retention how long is kept what nobody deletes
 */
public record Server(
    String domain,
    DomainName hostname,
    List<Listener> listeners,
    HttpEndpoint management,
    HttpEndpoint mailApi,
    Optional<HttpEndpoint> web,
    ServerLimits limits,
    List<Cidr> relayFrom,
    Duration drainTimeout,
    List<String> resolvers,
    List<Cidr> privateNetworks,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AuthorityPem> trustedCertificates,
    Retention retention) {
  public Server {
    Objects.requireNonNull(domain);
    Objects.requireNonNull(hostname);
    Objects.requireNonNull(management);
    Objects.requireNonNull(mailApi);
    Objects.requireNonNull(web);
    Objects.requireNonNull(limits);
    Objects.requireNonNull(drainTimeout);
    listeners = List.copyOf(listeners);
    relayFrom = List.copyOf(relayFrom);
    resolvers = List.copyOf(resolvers);
    privateNetworks = List.copyOf(privateNetworks);
    // Documents of before this field was there say nothing of it, and servers of before run the
    // rest.
    trustedCertificates = List.copyOf(Objects.requireNonNullElse(trustedCertificates, List.of()));
    Objects.requireNonNull(retention);
  }

  /** The same that listens elsewhere. */
  public Server withEndpoints(
      List<Listener> otherListeners,
      HttpEndpoint otherManagement,
      HttpEndpoint otherMailApi,
      Optional<HttpEndpoint> otherWeb) {
    return new Server(
        domain,
        hostname,
        otherListeners,
        otherManagement,
        otherMailApi,
        otherWeb,
        limits,
        relayFrom,
        drainTimeout,
        resolvers,
        privateNetworks,
        trustedCertificates,
        retention);
  }
}
