package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How the DNS records of the domain are published and checked. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DnsSpec(
    @Default("None")
        @JsonPropertyDescription(
            "None: the status has the records to paste. ExternalDNS: DNSEndpoint objects are made"
                + " for it.")
        Publish publish,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Addresses that reach the server from outside, for A and AAAA. Default: the Service's;"
                + " hosted by serverRef: the host's.")
        List<@Size(min = 1, max = 64) String> publicAddresses,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Addresses that its mail comes from, for SPF and PTR. Default: unknown; hosted by"
                + " serverRef: the host's.")
        List<@Size(min = 1, max = 64) String> egressAddresses,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Name servers to ask, as address or address:port ([address]:port for IPv6). Set it on"
                + " the MailDomain that has server. Default: the machine's.")
        List<@Size(min = 1, max = 64) String> resolvers,
    @Default("10m")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription(
            "How often DNS is looked at; 1s or more. Where outbound is Capture and dns says"
                + " nothing, nobody looks.")
        String checkInterval,
    @Size(max = 16)
        @JsonPropertyDescription("Block lists to ask about our addresses, e.g. zen.spamhaus.org.")
        List<@Size(min = 1, max = 253) String> blockLists,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Records that are somebody else's business: neither expected, nor looked at, nor"
                + " published.")
        List<Purpose> omit) {

  /** The purpose of a record. */
  public enum Purpose {
    Address,
    Mx,
    Spf,
    Dkim,
    Dmarc,
    Ptr,
    Helo,
    MtaSts,
    TlsReporting,
    Submission,
    Autoconfig,
    Tlsa,
    Caa
  }

  /** Who writes the records. */
  public enum Publish {
    None,
    ExternalDNS
  }
}
