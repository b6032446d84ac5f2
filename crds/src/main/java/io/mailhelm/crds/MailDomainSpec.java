package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The declaration of a domain, and of its server. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "has(self.server) != has(self.serverRef)", message = SchemaRules.ONE_SERVER)
@ValidationRule(
    value = "has(self.server) == has(oldSelf.server)",
    message = SchemaRules.SERVER_FORM_FIXED)
@ValidationRule(
    value =
        "self.outbound == 'Capture' || !has(self.server) || !has(self.server.listeners)"
            + " || self.server.listeners.all(l, l.auth != 'LoopbackOptional')",
    message = SchemaRules.LOOPBACK_NEEDS_CAPTURE)
public record MailDomainSpec(
    @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = "self == oldSelf", message = SchemaRules.DOMAIN_FIXED)
        @JsonPropertyDescription(
            "What stands right of the @, e.g. example.com. Internationalised names may be written"
                + " as people read them. Immutable.")
        String domain,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription(
            "The EHLO name, MX target and certificate name; none that another MailDomain of the"
                + " server has. Default: mail.<domain>, or the host's when hosted by serverRef.")
        String hostname,
    @Default("Deliver")
        @JsonPropertyDescription(
            "What becomes of the users' mail to other domains. Deliver: it is sent. Capture: it is"
                + " kept and readable, and never leaves (development, staging).")
        Outbound outbound,
    @ValidationRule(value = "self == oldSelf", message = SchemaRules.SERVER_REF_FIXED)
        @JsonPropertyDescription(
            "Live on the servers of another MailDomain of this namespace, which has server. Exactly"
                + " one of server and serverRef.")
        NameRef serverRef,
    @JsonPropertyDescription(
            "Run servers. Exactly one of server and serverRef; the two cannot be exchanged later.")
        ServerSpec server,
    @Default("{}") @JsonPropertyDescription("Addresses that need no MailUser of their own.")
        MailboxesSpec mailboxes,
    @Default("{}") @JsonPropertyDescription("What strangers' mail goes through.")
        InboundSpec inbound,
    @JsonPropertyDescription(
            "Where the certificate comes from. Default: a self-signed one is generated.")
        TlsSpec tls,
    @JsonPropertyDescription("DKIM signing keys and their rotation (RFC 6376, RFC 8463).")
        DkimSpec dkim,
    @JsonPropertyDescription("The SPF record to publish (RFC 7208).") SpfSpec spf,
    @JsonPropertyDescription("The DMARC record to publish (RFC 7489).") DmarcSpec dmarc,
    @JsonPropertyDescription("The MTA-STS policy to publish (RFC 8461).") MtaStsSpec mtaSts,
    @JsonPropertyDescription("SMTP TLS reports (RFC 8460).") TlsReportsSpec tlsReports,
    @JsonPropertyDescription("How DNS is published and checked.") DnsSpec dns,
    @Default("Retain")
        @JsonPropertyDescription(
            "What becomes of stored mail when this MailDomain is deleted. Retain: it is kept and"
                + " nobody reaches it. Delete: it is removed.")
        DeletionPolicy deletionPolicy) {

  /** What happens to mail to domains that are not ours. */
  public enum Outbound {
    Deliver,
    Capture
  }
}
