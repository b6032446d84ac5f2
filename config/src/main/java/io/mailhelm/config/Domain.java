package io.mailhelm.config;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A domain whose mail this server receives and keeps.
 *
 * @param name {@code metadata.name} of its MailDomain
 * @param domain the part after the {@code @}
 * @param hostname its MX target and the name on its certificate
 * @param outbound what happens to its users' mail to other domains
 * @param catchAll receives mail for unknown local parts; empty: 550 5.1.1
 * @param postmaster receives mail for {@code postmaster}; where this is empty and no user has that
 *     name or alias, a mailbox of its own does
 * @param subaddressing whether {@code alice+anything} is {@code alice} (RFC 5233)
 * @param tlsKey name of the {@link KeyPem} for connections that ask for {@code hostname} by SNI
 * @param dkim its keys, by selector; each that {@linkplain DkimKey#signs() signs} makes a signature
 *     of its users' mail
 * @param dns the values of its expected DNS records
 * @param signingGrants {@code metadata.name} of other MailDomains whose users' mail its keys sign
 *     too, sorted
 * @param inbound the rules for mail from outside
 * @param passwordGrace how long a user's old password is accepted after a change; zero: not at all
 */
public record Domain(
    String name,
    DomainName domain,
    DomainName hostname,
    Outbound outbound,
    Optional<Mailbox> catchAll,
    Optional<Mailbox> postmaster,
    boolean subaddressing,
    String tlsKey,
    List<DkimKey> dkim,
    DomainDns dns,
    List<String> signingGrants,
    InboundRules inbound,
    Duration passwordGrace) {
  /** The grace of a MailDomain that declares none; the schema's default is the same. */
  public static final Duration PASSWORD_GRACE = Duration.ofSeconds(90);

  /** The longest time for which an old password may be accepted. */
  public static final Duration LONGEST_PASSWORD_GRACE = Duration.ofDays(1);

  /** The one place that copies: what is added to a domain is not lost by a change of another. */
  private Domain with(String otherTlsKey, List<DkimKey> otherDkim, DomainDns otherDns) {
    return new Domain(
        name,
        domain,
        hostname,
        outbound,
        catchAll,
        postmaster,
        subaddressing,
        otherTlsKey,
        otherDkim,
        otherDns,
        signingGrants,
        inbound,
        passwordGrace);
  }

  /** The same with other values for DNS records. */
  public Domain withDns(DomainDns other) {
    return with(tlsKey, dkim, other);
  }

  /** The same with another certificate. */
  public Domain withTlsKey(String other) {
    return with(other, dkim, dns);
  }

  /** The same with other keys. */
  public Domain withDkim(List<DkimKey> others) {
    return with(tlsKey, others, dns);
  }

  /** What happens to mail to domains that are not ours. */
  public enum Outbound {
    /** It is sent. */
    Deliver,
    /** It is kept where the sender can read it and never leaves. */
    Capture
  }

  public Domain {
    Objects.requireNonNull(name);
    Objects.requireNonNull(domain);
    Objects.requireNonNull(hostname);
    Objects.requireNonNull(outbound);
    Objects.requireNonNull(catchAll);
    Objects.requireNonNull(postmaster);
    Objects.requireNonNull(tlsKey);
    Objects.requireNonNull(dns);
    Objects.requireNonNull(inbound);
    if (passwordGrace.isNegative() || passwordGrace.compareTo(LONGEST_PASSWORD_GRACE) > 0) {
      throw new IllegalArgumentException("passwordGrace must be 0s to 24h");
    }
    signingGrants = signingGrants.stream().sorted().toList();
    dkim = dkim.stream().sorted(Comparator.comparing(DkimKey::selector)).toList();
  }
}
