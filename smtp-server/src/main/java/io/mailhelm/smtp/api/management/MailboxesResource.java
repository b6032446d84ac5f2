package io.mailhelm.smtp.api.management;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.store.RetainedMailbox;
import io.mailhelm.smtp.store.RetainedMailbox.Position;
import io.mailhelm.smtp.store.RetainedMailboxes.RetainedQuery;
import io.mailhelm.smtp.store.StoreReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists and deletes mailboxes that no user has any more and whose mail is kept. */
@Path("/mailboxes")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
class MailboxesResource {
  private static final int DEFAULT_LIMIT = 100;

  /** Stands in no address and in no id. */
  private static final String SEPARATOR = "\n";

  private final ApiContext node;
  private final StoreReads reads;
  private final NamedMailboxes mailboxes;

  MailboxesResource(ApiContext node, Caller caller, StoreReads reads, NamedMailboxes mailboxes) {
    caller.requireOperator();
    this.node = node;
    this.reads = reads;
    this.mailboxes = mailboxes;
  }

  @GET
  @Operation(summary = "A page of closed mailboxes, by domain and address")
  public RetainedView.Page list(
      @Context UriInfo uri,
      @Parameter(description = "closed, or closed=true; those of users are in GET /users")
          @QueryParam("closed")
          Optional<String> closed,
      @Parameter(description = "Only of this domain") @QueryParam("domain") Optional<String> domain,
      @Parameter(description = "Only of this address") @QueryParam("address")
          Optional<String> address,
      @Parameter(description = "1 to 1000; 100 when absent") @QueryParam("limit")
          Optional<String> limit,
      @Parameter(description = "The 'next' of the page before") @QueryParam("after")
          Optional<String> after) {
    if (!asksForClosed(uri)) {
      throw ApiException.badRequest(
          "Write /mailboxes?closed: the mailboxes of users are in GET /users.");
    }
    var page =
        reads.retained(
            new RetainedQuery(
                domain.map(QueryParameters::domain),
                address.map(written -> mailboxes.address("address", written)),
                after.map(MailboxesResource::position),
                QueryParameters.limit(limit, DEFAULT_LIMIT)));
    return new RetainedView.Page(
        page.mailboxes().stream().map(RetainedView::of).toList(),
        page.total(),
        page.more() ? Optional.of(position(page.mailboxes().getLast())) : Optional.empty());
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Remove a closed mailbox and its mail, for good")
  @APIResponse(responseCode = "204", description = "It is gone")
  public void delete(
      @Parameter(description = "The 'id' of GET /mailboxes?closed") @PathParam("id") String id) {
    if (reads.retained(id).isEmpty()) {
      throw ApiException.notFound("There is no closed mailbox " + id + ".");
    }
    node.store().deleteMailbox(id);
  }

  /** Whether it says so; a parameter without a value is taken for none that was given. */
  private static boolean asksForClosed(UriInfo uri) {
    return Optional.ofNullable(uri.getQueryParameters().getFirst("closed"))
        .filter(word -> word.isEmpty() || word.equals("true"))
        .isPresent();
  }

  private static String position(RetainedMailbox mailbox) {
    var at = mailbox.position();
    var text = String.join(SEPARATOR, at.domain(), at.address(), at.id());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  private static Position position(String written) {
    try {
      var parts = new String(Base64.getUrlDecoder().decode(written), UTF_8).split(SEPARATOR, -1);
      return new Position(parts[0], parts[1], parts[2]);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw QueryParameters.notNext();
    }
  }
}
