package io.mailhelm.config;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A domain whose mail this server keeps.
 *
 * @param name {@code metadata.name} of its MailDomain
 * @param domain what stands right of the {@code @}
 * @param hostname its MX target and the name its certificate is for
 * @param outbound what becomes of its users' mail to elsewhere
 * @param catchAll takes mail for names nobody has; empty: 550 5.1.1
 * @param postmaster takes mail for {@code postmaster}; when no user of that name or alias exists
 *     and this is empty, a mailbox of its own does
 * @param subaddressing whether {@code alice+anything} is {@code alice} (RFC 5233)
 * @param tlsKey name of the {@link KeyPem} for connections that ask for {@code hostname} by SNI
 * @param dkim its keys, by selector; each that {@linkplain DkimKey#signs() signs} makes a signature
 *     of its users' mail
 * @param dns what the DNS should say of it
 * @param signingGrants {@code metadata.name} of other MailDomains whose users' mail its keys sign
 *     too, sorted
 * @param inbound what strangers' mail goes through
 * @param passwordGrace how long a user's password is taken after it was changed; zero: not at all
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
  /** What a MailDomain that says nothing gets; the schema's default is this. */
  public static final Duration PASSWORD_GRACE = Duration.ofSeconds(90);

  /** The longest that a former password may be taken. */
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

  /** The same, of which the DNS should say something else. */
  public Domain withDns(DomainDns other) {
    return with(tlsKey, dkim, other);
  }

  /** The same that shows another certificate. */
  public Domain withTlsKey(String other) {
    return with(other, dkim, dns);
  }

  /** The same with other keys. */
  public Domain withDkim(List<DkimKey> others) {
    return with(tlsKey, others, dns);
  }

  /** What becomes of mail to domains that are not ours. */
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
