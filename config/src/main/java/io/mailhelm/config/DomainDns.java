package io.mailhelm.config;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The values of the DNS records that a domain should have, as far as they are known.
 *
 * @param publicAddresses IP literals that reach the server from outside; empty: unknown
 * @param egressAddresses IP literals that its mail comes from; empty: unknown
 * @param spf who may send as the domain
 * @param dmarc what receivers should do with mail that fails
 * @param mtaSts what is asked of senders about TLS
 * @param tlsReportsTo addresses, or {@code https:} URIs, for reports of failed TLS (RFC 8460 §3);
 *     empty: none are wanted
 * @param submission ports for mail programs, as seen from outside
 * @param web whether this server answers under {@code mta-sts.} and {@code autoconfig.} of the
 *     domain
 * @param omitted purposes whose records are managed elsewhere: neither expected nor looked up
 * @param blockLists zones of DNS block lists to ask (RFC 5782)
 * @param checkInterval how often the DNS is inspected
 * @param watched whether it is inspected regularly; not where mail never leaves and nothing is
 *     declared of the DNS
 */
public record DomainDns(
    List<String> publicAddresses,
    List<String> egressAddresses,
    Spf spf,
    Dmarc dmarc,
    MtaSts mtaSts,
    List<String> tlsReportsTo,
    List<Submission> submission,
    boolean web,
    List<RecordPurpose> omitted,
    List<DomainName> blockLists,
    Duration checkInterval,
    boolean watched) {
  /**
   * The values of a MailDomain that declares none, and of one in a format that had none of this.
   */
  public static final DomainDns DEFAULT =
      new DomainDns(
          List.of(),
          List.of(),
          new Spf(Spf.Policy.SoftFail, List.of(), List.of()),
          new Dmarc(Dmarc.Policy.None, Optional.empty(), List.of(), List.of()),
          new MtaSts(MtaSts.Mode.None, Duration.ofHours(168)),
          List.of(),
          List.of(),
          false,
          List.of(),
          List.of(),
          Duration.ofMinutes(10),
          false);

  public DomainDns {
    publicAddresses = List.copyOf(publicAddresses);
    egressAddresses = List.copyOf(egressAddresses);
    Objects.requireNonNull(spf);
    Objects.requireNonNull(dmarc);
    Objects.requireNonNull(mtaSts);
    tlsReportsTo = List.copyOf(tlsReportsTo);
    submission = List.copyOf(submission);
    omitted = omitted.stream().sorted().distinct().toList();
    blockLists = List.copyOf(blockLists);
    Objects.requireNonNull(checkInterval);
  }

  /** The one place that copies: what is added here is not lost by a change of another. */
  private DomainDns with(
      List<String> otherPublic,
      List<String> otherEgress,
      List<Submission> otherSubmission,
      boolean otherWeb,
      List<RecordPurpose> otherOmitted,
      List<DomainName> otherBlockLists) {
    return new DomainDns(
        otherPublic,
        otherEgress,
        spf,
        dmarc,
        mtaSts,
        tlsReportsTo,
        otherSubmission,
        otherWeb,
        otherOmitted,
        otherBlockLists,
        checkInterval,
        watched);
  }

  /** The same of a domain on a server with these addresses, ports and web. */
  public DomainDns withServer(
      List<String> publics, List<String> egress, List<Submission> ports, boolean hasWeb) {
    return with(publics, egress, ports, hasWeb, omitted, blockLists);
  }

  /** The same, whose mail comes from there. */
  public DomainDns withEgressAddresses(List<String> others) {
    return with(publicAddresses, others, submission, web, omitted, blockLists);
  }

  /** The same, of which something else is looked at. */
  public DomainDns withLookups(List<RecordPurpose> otherOmitted, List<DomainName> lists) {
    return with(publicAddresses, egressAddresses, submission, web, otherOmitted, lists);
  }

  /**
   * * The values of the SPF record (RFC 7208).
   *
   * @param include domains whose senders may send too
   * @param addresses further hosts that may send
   */
  public record Spf(Policy policy, List<DomainName> include, List<Cidr> addresses) {
    public Spf {
      Objects.requireNonNull(policy);
      include = List.copyOf(include);
      addresses = List.copyOf(addresses);
    }

    /** The policy for all other senders: the qualifier of {@code all} (RFC 7208 §4.6.2). */
    public enum Policy {
      /** {@code ~all}. */
      SoftFail,
      /** {@code -all}. */
      Fail,
      /** {@code ?all}. */
      Neutral
    }
  }

  /**
   * * The values of the DMARC record (RFC 7489).
   *
   * @param subdomainPolicy empty: as {@code policy}
   * @param aggregateReportsTo mail addresses
   * @param failureReportsTo mail addresses
   */
  public record Dmarc(
      Policy policy,
      Optional<Policy> subdomainPolicy,
      List<String> aggregateReportsTo,
      List<String> failureReportsTo) {
    public Dmarc {
      Objects.requireNonNull(policy);
      Objects.requireNonNull(subdomainPolicy);
      aggregateReportsTo = List.copyOf(aggregateReportsTo);
      failureReportsTo = List.copyOf(failureReportsTo);
    }

    /** The policies of DMARC (RFC 7489 §6.3), the weakest first. */
    public enum Policy {
      None,
      Quarantine,
      Reject
    }
  }

  /**
   * * The MTA-STS policy (RFC 8461).
   *
   * @param mode {@code None}: there is no policy
   * @param maxAge how long senders may cache the policy
   */
  public record MtaSts(Mode mode, Duration maxAge) {
    public MtaSts {
      Objects.requireNonNull(mode);
      Objects.requireNonNull(maxAge);
    }

    /** The modes of MTA-STS (RFC 8461 §3.2). */
    public enum Mode {
      None,
      Testing,
      Enforce
    }
  }

  /**
   * A port through which mail programs send.
   *
   * @param implicitTls TLS from the first octet ({@code _submissions}, RFC 8314); else STARTTLS
   *     ({@code _submission}, RFC 6186)
   */
  public record Submission(int port, boolean implicitTls) {}
}
