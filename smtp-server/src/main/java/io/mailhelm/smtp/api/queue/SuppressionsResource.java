package io.mailhelm.smtp.api.queue;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.management.QueryParameters;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.Suppression;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists, adds and removes addresses that our domains do not mail. */
@Path("/suppressions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue")
class SuppressionsResource {
  private static final int DEFAULT_LIMIT = 100;

  /** Stands in no domain, so that the last one parts an address from a domain. */
  private static final char SEPARATOR = '/';

  private final ApiContext node;
  private final StoreReads reads;

  SuppressionsResource(ApiContext node, Caller caller, StoreReads reads) {
    caller.requireOperator();
    this.node = node;
    this.reads = reads;
  }

  /** The body of {@code POST /suppressions}. */
  @Schema(name = "NewSuppression", requiredProperties = "address")
  record NewSuppression(
      @Schema(description = "A domain of ours; absent: the only one.") Optional<String> domain,
      @Schema(examples = "someone@elsewhere.example") Optional<String> address,
      @Schema(description = "Why, for people; at most 1000 characters.") Optional<String> detail) {}

  @GET
  @Operation(summary = "A page of addresses that are not mailed, in their order")
  public SuppressionView.Page list(
      @Parameter(description = "Only of this domain of ours") @QueryParam("domain")
          Optional<String> domain,
      @Parameter(description = "1 to 1000; 100 when absent") @QueryParam("limit")
          Optional<String> limit,
      @Parameter(description = "The 'next' of the page before") @QueryParam("after")
          Optional<String> after) {
    var page =
        reads.suppressions(
            domain.map(SuppressionsResource::domain),
            after.map(SuppressionsResource::position),
            QueryParameters.limit(limit, DEFAULT_LIMIT));
    return new SuppressionView.Page(
        page.suppressions().stream().map(SuppressionView::of).toList(),
        page.more() ? Optional.of(position(page.suppressions())) : Optional.empty());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Do not mail an address any more")
  @APIResponse(
      responseCode = "201",
      description = "It is on the list",
      content = @Content(schema = @Schema(implementation = SuppressionView.class)))
  @APIResponse(
      responseCode = "200",
      description = "It was already, and keeps its reason",
      content = @Content(schema = @Schema(implementation = SuppressionView.class)))
  public Response add(NewSuppression body) {
    var wanted = Optional.ofNullable(body);
    var domain = domain(wanted.flatMap(NewSuppression::domain));
    if (node.live().current().directory().domain(DomainName.of(domain)).isEmpty()) {
      throw ApiException.unprocessable("domain", domain + " is no domain of this server.");
    }
    var address = address(wanted.flatMap(NewSuppression::address).orElse(""));
    var detail = wanted.flatMap(NewSuppression::detail).orElse("");
    if (detail.length() > Attempt.MAX_TEXT) {
      throw ApiException.unprocessable(
          "detail", "'detail' has at most " + Attempt.MAX_TEXT + " characters.");
    }
    var list = node.store().suppressions();
    var before = list.find(domain, address);
    if (before.isPresent()) {
      return Response.ok(SuppressionView.of(before.get())).build();
    }
    var added =
        new Suppression(domain, address, Suppression.Reason.MANUAL, detail, node.clock().instant());
    list.add(added);
    return Response.status(201).entity(SuppressionView.of(added)).build();
  }

  @DELETE
  @Path("/{address}")
  @Operation(summary = "Mail an address again")
  @APIResponse(responseCode = "204", description = "It is off the list")
  public void remove(
      @PathParam("address") String address,
      @Parameter(description = "A domain of ours; absent: the only one") @QueryParam("domain")
          Optional<String> domain) {
    var from = domain(domain);
    if (!node.store().suppressions().remove(from, address(address))) {
      throw ApiException.notFound("%s does not suppress %s.".formatted(from, address));
    }
  }

  private static Mailbox address(String written) {
    try {
      return Mailbox.of(written).canonical();
    } catch (IllegalArgumentException e) {
      throw ApiException.unprocessable("address", "'address': " + e.getMessage() + ".");
    }
  }

  /** In A-label form; the only one of ours, where none is named. */
  private String domain(Optional<String> written) {
    if (written.isPresent()) {
      return domain(written.get());
    }
    var domains = node.live().current().directory().domains();
    if (domains.size() != 1) {
      throw ApiException.unprocessable(
          "domain", "There are %d domains here: name one.".formatted(domains.size()));
    }
    return domains.iterator().next().domain().ascii();
  }

  private static String domain(String written) {
    return QueryParameters.domain(written).ascii();
  }

  private static String position(List<Suppression> page) {
    var last = page.getLast();
    return last.address().toString() + SEPARATOR + last.domain();
  }

  private static Suppression position(String written) {
    var cut = written.lastIndexOf(SEPARATOR);
    if (cut < 0) {
      throw QueryParameters.notNext();
    }
    return new Suppression(
        written.substring(cut + 1),
        address(written.substring(0, cut)),
        Suppression.Reason.MANUAL,
        "",
        Instant.EPOCH);
  }
}
