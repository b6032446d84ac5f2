package io.mailhelm.smtp.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.EntryQuery;
import io.mailhelm.smtp.store.StoreReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists and deletes mail of the inbox: all mailboxes with the token, users their own. */
@Path("/inbox")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Inbox")
class InboxResource {
  private static final int DEFAULT_LIMIT = 50;

  private final ApiContext node;
  private final Caller caller;
  private final NamedMailboxes mailboxes;
  private final StoreReads reads;

  InboxResource(ApiContext node, Caller caller, NamedMailboxes mailboxes, StoreReads reads) {
    this.node = node;
    this.caller = caller;
    this.mailboxes = mailboxes;
    this.reads = reads;
  }

  /** A page of the inbox, newest first. */
  @Schema(name = "InboxPage")
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record InboxPage(
      List<InboxEntry> emails,
      @Schema(description = "How many match, on all pages.") long total,
      @Schema(description = "The 'after' of the following page; absent on the last.")
          Optional<String> next) {}

  @GET
  @Operation(summary = "A page of the inbox, newest first")
  public InboxPage list(
      @Parameter(description = "1 to 1000; 50 when absent") @QueryParam("limit")
          Optional<String> limit,
      @Parameter(description = "The 'next' of the page before") @QueryParam("after")
          Optional<String> after,
      @Parameter(description = "Only this mailbox: an address, or a name in the only domain")
          @QueryParam("user")
          Optional<String> user,
      @Parameter(description = "Part of the From field") @QueryParam("from") Optional<String> from,
      @Parameter(description = "Part of the To or Cc field") @QueryParam("to") Optional<String> to,
      @Parameter(description = "Part of the subject") @QueryParam("subject")
          Optional<String> subject,
      @Parameter(description = "A day or a time with its offset") @QueryParam("since")
          Optional<String> since,
      @Parameter(description = "true: only unread ones") @QueryParam("unread")
          Optional<String> unread,
      @Parameter(description = "true: only captured ones; false: only others")
          @QueryParam("captured")
          Optional<String> captured,
      @Parameter(description = "Only of this message: the id in the 250 reply and in the log")
          @QueryParam("message")
          Optional<String> message) {
    var page =
        reads.list(
            new EntryQuery(
                QueryParameters.limit(limit, DEFAULT_LIMIT),
                QueryParameters.after(after, EntryId::new),
                mailboxId(user),
                from,
                to,
                subject,
                QueryParameters.since(since),
                QueryParameters.flag("unread", unread).orElse(false),
                QueryParameters.flag("captured", captured),
                message));
    return new InboxPage(
        page.entries().stream().map(entry -> InboxEntry.of(entry, mailboxes)).toList(),
        page.total(),
        page.next().map(Object::toString));
  }

  @DELETE
  @Operation(summary = "Delete everything, or everything of one mailbox")
  public DeletedCount deleteAll(
      @Parameter(description = "Only this mailbox: an address, or a name in the only domain")
          @QueryParam("user")
          Optional<String> user) {
    return new DeletedCount(node.store().delete(mailboxId(user), Optional.empty()));
  }

  /** Which mailbox is asked for; a user's own whatever was left out. */
  private Optional<String> mailboxId(Optional<String> user) {
    var asked = user.map(name -> mailboxes.mailboxId(mailboxes.address("user", name)));
    return switch (caller) {
      case Caller.Operator() -> asked;
      case Caller.Owner(var owner) -> {
        if (asked.isPresent() && !asked.get().equals(owner.mailboxId())) {
          throw ApiException.forbidden("Your password opens only your own mailbox.");
        }
        yield Optional.of(owner.mailboxId());
      }
      case Caller.Anonymous() -> throw ApiException.forbidden("Credentials are needed.");
    };
  }
}
