package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.dns.Resolver;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows the records a domain publishes, one purpose at a time. */
@Path("/api/smtp/dns")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "DNS")
class PublishedResource {
  private final ApiContext node;
  private final LookupLimits looks;
  private final Caller caller;

  PublishedResource(ApiContext node, LookupLimits looks, Caller caller) {
    this.node = node;
    this.looks = looks;
    this.caller = caller;
  }

  @GET
  @Path("/mx/{domain}")
  @Operation(summary = "The mail exchanges of a domain, with their addresses")
  public PublishedAnswer<PublishedMx> mx(@PathParam("domain") String domain) {
    return look(domain, RecordPurpose.Mx, PublishedMx::at);
  }

  @GET
  @Path("/spf/{domain}")
  @Operation(summary = "The SPF record of a domain, and the look-ups it takes")
  public PublishedAnswer<PublishedSpf> spf(@PathParam("domain") String domain) {
    return look(domain, RecordPurpose.Spf, PublishedSpf::at);
  }

  @GET
  @Path("/dmarc/{domain}")
  @Operation(summary = "The DMARC record of a domain")
  public PublishedAnswer<PublishedDmarc> dmarc(@PathParam("domain") String domain) {
    return look(domain, RecordPurpose.Dmarc, PublishedDmarc::at);
  }

  @GET
  @Path("/dkim/{domain}")
  @Operation(summary = "The record of a signing key of a domain")
  public PublishedAnswer<PublishedDkim> dkim(
      @PathParam("domain") String domain,
      @Parameter(description = "Absent: that of a key which signs here") @QueryParam("selector")
          Optional<String> selector) {
    var name = StrictInput.domain("domain", Optional.of(domain));
    var label = selector.orElseGet(() -> signing(name));
    return look(
        domain, RecordPurpose.Dkim, (own, resolver) -> PublishedDkim.at(own, label, resolver));
  }

  /** The key that signs, or else the one that is to. */
  private String signing(DomainName name) {
    return declared(name).stream()
        .flatMap(domain -> domain.dkim().stream())
        .min(Comparator.comparing((DkimKey key) -> !key.signs()).thenComparing(DkimKey::stage))
        .map(DkimKey::selector)
        .orElseThrow(
            () ->
                ApiException.unprocessable(
                    "selector",
                    "No key of %s is known here: give its 'selector'.".formatted(name)));
  }

  private Optional<Domain> declared(DomainName name) {
    return LookupSubjects.declared(node.live().current().config(), name);
  }

  private <T> PublishedAnswer<T> look(
      String domain,
      RecordPurpose purpose,
      BiFunction<DomainName, Resolver, PublishedRecords<T>> at) {
    var name = StrictInput.domain("domain", Optional.of(domain));
    return looks.at(
        caller,
        () -> {
          var published = at.apply(name, node.outside().resolver());
          return declared(name)
              .flatMap(own -> report(own, purpose, published.name()))
              .map(report -> PublishedAnswer.of(published, report))
              .orElseGet(() -> PublishedAnswer.of(published));
        });
  }

  /** What the report says of that record; nothing where the domain leaves it to others. */
  private Optional<RecordReport> report(Domain own, RecordPurpose purpose, String name) {
    if (own.dns().omitted().contains(purpose)) {
      return Optional.empty();
    }
    var ehlo = node.live().current().config().server().hostname();
    return node
        .outside()
        .inspector()
        .inspect(LookupSubjects.only(own, purpose), ehlo)
        .records()
        .stream()
        .filter(record -> record.purpose() == purpose && record.name().equals(name))
        .findFirst();
  }
}
