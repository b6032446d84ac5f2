package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The observed state of a MailDomain. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MailDomainStatus(
    @JsonPropertyDescription("The metadata.generation this status is about.")
        Long observedGeneration,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Ready, ServerReady, StorageReady, UpToDate, ConfigApplied, TLSReady, DKIMReady,"
                + " DNSReady, SourceAddressPreserved, OutboundReachable, Listed,"
                + " ReconciliationPaused, Stalled.")
        List<Condition> conditions,
    @JsonPropertyDescription("The servers.") ServerStatus server,
    @JsonPropertyDescription("What DNS says.") DnsStatus dns,
    @JsonPropertyDescription("The signing keys.") DkimStatus dkim,
    @JsonPropertyDescription("The certificate in use.") TlsStatus tls,
    @Size(max = 256) @JsonPropertyDescription("What block lists say.")
        List<BlockListStatus> blockLists,
    @JsonPropertyDescription("How many users the domain has.") Integer users,
    @Size(max = 1000) @JsonPropertyDescription("MailDomains that live on these servers.")
        List<@Size(max = 253) String> hostedDomains,
    @JsonPropertyDescription(
            "How many mailboxes of deleted MailUsers are kept; absent: the servers have not said.")
        Integer retainedMailboxCount,
    @Size(max = 50)
        @JsonPropertyDescription(
            "The first of them, by address; all are in GET /mailboxes?closed of the management"
                + " API.")
        List<RetainedMailboxStatus> retainedMailboxes) {
  /** Nothing is known yet. */
  public static final MailDomainStatus UNKNOWN =
      new MailDomainStatus(null, null, null, null, null, null, null, null, null, null, null);

  /** The same with other conditions. */
  public MailDomainStatus withConditions(List<Condition> others) {
    return new MailDomainStatus(
        observedGeneration,
        others,
        server,
        dns,
        dkim,
        tls,
        blockLists,
        users,
        hostedDomains,
        retainedMailboxCount,
        retainedMailboxes);
  }

  /** A mailbox that is kept although its user was deleted. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RetainedMailboxStatus(
      @Size(max = 320) @JsonPropertyDescription("The address it had.") String address,
      @Size(max = 320) @JsonPropertyDescription("The UID its MailUser had.") String uid,
      @JsonPropertyDescription("Messages in it.") Long messages,
      @JsonPropertyDescription("Octets in it.") Long octets,
      @Size(max = 64) @JsonPropertyDescription("When it was closed (RFC 3339).") String since) {}

  /** The state of the servers. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ServerStatus(
      @JsonPropertyDescription("Pods wanted.") Integer replicas,
      @JsonPropertyDescription("Pods ready.") Integer readyReplicas,
      @Size(max = 64) @JsonPropertyDescription("SHA-256 of the config that runs.")
          String configHash,
      @Size(max = 64) @JsonPropertyDescription("Where it is reached, host:port.")
          List<@Size(max = 320) String> endpoints) {}

  /** The certificate in use. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TlsStatus(
      @Size(max = 1024) @JsonPropertyDescription("Who issued it.") String issuer,
      @Size(max = 64) @JsonPropertyDescription("When it ends (RFC 3339).") String notAfter,
      @Size(max = 64) @JsonPropertyDescription("SHA-256 of the certificate.") String fingerprint) {}

  /** The answer of one block list about one address. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BlockListStatus(
      @Size(max = 253) @JsonPropertyDescription("The list.") String zone,
      @Size(max = 253) @JsonPropertyDescription("Our address, or the domain.") String address,
      @JsonPropertyDescription("Whether it is listed; absent: it cannot be told.") Boolean listed,
      @Size(max = 1024) @JsonPropertyDescription("The list's own words.") String text) {}
}
