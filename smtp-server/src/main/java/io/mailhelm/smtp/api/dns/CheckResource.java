package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Checks all DNS records of a domain, and says which to publish. */
@Path("/api/smtp/dns/check")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "DNS")
class CheckResource {
  private final ApiContext node;
  private final LookupLimits looks;
  private final Caller caller;

  CheckResource(ApiContext node, LookupLimits looks, Caller caller) {
    this.node = node;
    this.looks = looks;
    this.caller = caller;
  }

  /** The body of {@code POST /api/smtp/dns/check}. */
  @Schema(
      name = "DnsCheckRequest",
      requiredProperties = {"domain"})
  record CheckRequest(
      @Schema(examples = "example.com") Optional<String> domain,
      @Schema(
              description =
                  "Where the domain's mail comes from; absent: what its MailDomain says, or unknown.",
              examples = "192.0.2.1")
          Optional<String> ip) {}

  @POST
  @Operation(summary = "Look at every record of a domain: what is there, and what to write")
  public CheckReport check(CheckRequest request) {
    var wanted = StrictInput.body(request);
    var name = StrictInput.domain("domain", wanted.domain());
    var ip = wanted.ip().map(text -> StrictInput.address("ip", text));
    return looks.at(caller, () -> look(name, ip));
  }

  private CheckReport look(DomainName name, Optional<InetAddress> ip) {
    var config = node.live().current().config();
    var declared = LookupSubjects.declared(config, name);
    var known =
        declared.orElseGet(() -> LookupSubjects.foreign(config, name, node.outside().resolver()));
    var domain =
        ip.map(address -> LookupSubjects.sendingFrom(known, address.getHostAddress()))
            .orElse(known);
    var ehlo = declared.isPresent() ? config.server().hostname() : domain.hostname();
    var report = node.outside().inspector().inspect(domain, ehlo);
    return CheckReport.of(name, notes(domain, declared.isPresent()), report);
  }

  private static List<String> notes(Domain domain, boolean ours) {
    var notes = new ArrayList<String>();
    if (!ours) {
      notes.add(
          "%s is no domain of this server: its host is taken to be %s, and its keys and addresses are unknown."
              .formatted(domain.domain(), domain.hostname()));
    }
    if (domain.dns().egressAddresses().isEmpty()) {
      notes.add(
          "Nobody has said where its mail comes from: give 'ip'%s."
              .formatted(ours ? ", or spec.dns.egressAddresses in its MailDomain" : ""));
    }
    return notes;
  }
}
