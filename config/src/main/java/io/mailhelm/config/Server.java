package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The server process: its listeners, APIs and limits. It comes from the one MailDomain that has
 * {@code server}.
 *
 * @param domain {@code metadata.name} of that MailDomain
 * @param hostname the name in the banner, EHLO replies and Received fields when the peer asked for
 *     no other name
 * @param listeners in the declared order
 * @param management the API of operators (3001)
 * @param mailApi the API of applications (3000)
 * @param web the web port for mail programs and other servers, over HTTPS: the MTA-STS policy,
 *     autoconfig; empty: none
 * @param limits the limits of a session and of all sessions
 * @param relayFrom peers that may send to other domains without logging in
 * @param drainTimeout how long transactions and deliveries under way may take after SIGTERM
 * @param resolvers name servers to ask, in this order, as {@code address} or {@code address:port},
 *     an IPv6 address with a port in brackets; empty: the machine's
 * @param privateNetworks networks to which mail may be sent, and in which name servers may be
 *     asked, although they are not public: those of relays and of tests. Empty: public addresses
 *     only, whatever other people's DNS says
 * @param trustedCertificates certificates of authorities that are trusted besides those of the Java
 *     platform
 * @param retention how long data is kept that nobody deletes
 * @param providers receivers of mail that are known by name, besides those that this version knows;
 *     one of the same name replaces it
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
    Retention retention,
    List<Provider> providers) {
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
    providers = List.copyOf(providers);
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
        retention,
        providers);
  }
}
