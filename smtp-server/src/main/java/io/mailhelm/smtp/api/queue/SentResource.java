package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.management.QueryParameters;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.DeliveryId;
import io.mailhelm.smtp.store.DeliveryQuery;
import io.mailhelm.smtp.store.MailQueue.Action;
import io.mailhelm.smtp.store.StoreReads;
import io.mailhelm.smtp.store.Submitter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows what was sent to other servers: users see their own mail, the token sees all. */
@Path("/api/email/queue")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
class SentResource {
  private final Caller caller;
  private final DeliveryActions actions;
  private final StoreReads reads;

  SentResource(Caller caller, DeliveryActions actions, StoreReads reads) {
    this.caller = caller;
    this.actions = actions;
    this.reads = reads;
  }

  /** A message, with its delivery to each recipient elsewhere. */
  @Schema(name = "SentMessage")
  record SentMessage(
      @Schema(description = "The id that sending it gave.") String id,
      List<DeliveryView> deliveries) {}

  @GET
  @Operation(summary = "A page of what I sent to other servers, newest first")
  public QueuePage list(
      @Parameter(
              description =
                  "queued, held, delivered, failed, expired, cancelled, or several with commas"
                      + " between them; all when absent")
          @QueryParam("state")
          Optional<String> state,
      @Parameter(description = "1 to 1000; 50 when absent") @QueryParam("limit")
          Optional<String> limit,
      @Parameter(description = "The 'next' of the page before") @QueryParam("after")
          Optional<String> after) {
    return QueuePage.of(
        reads.list(
            new DeliveryQuery(
                QueryParameters.limit(limit, QueueResource.DEFAULT_LIMIT),
                QueryParameters.after(after, DeliveryId::new),
                DeliveryStates.of(state, Set.of()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                mailbox(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  @GET
  @Path("/{messageId}")
  @Operation(summary = "What became of a message, for each recipient on another server")
  public SentMessage get(@PathParam("messageId") String messageId) {
    return new SentMessage(messageId, own(messageId).stream().map(this::withHistory).toList());
  }

  /** Attempts are drawn one delivery after the other: a message may have many of both. */
  private DeliveryView withHistory(Delivery delivery) {
    return DeliveryView.withHistory(delivery, reads.attempts(delivery.id()));
  }

  @POST
  @Path("/{messageId}/retry")
  @Operation(summary = "Try again now, instead of when it is due")
  public ChangedCount retry(@PathParam("messageId") String messageId) {
    return change(Action.RETRY, messageId, "Nothing of this message waits for another attempt.");
  }

  @DELETE
  @Path("/{messageId}")
  @Operation(summary = "Cancel what is not sent yet")
  public ChangedCount cancel(@PathParam("messageId") String messageId) {
    return change(
        Action.DELETE,
        messageId,
        "Nothing of this message can be called back: it is sent, or being sent now.");
  }

  private ChangedCount change(Action action, String messageId, String whyNot) {
    var changed = actions.apply(action, own(messageId).stream().map(Delivery::id).toList());
    if (changed == 0) {
      throw ApiException.of(409, whyNot);
    }
    return new ChangedCount(changed);
  }

  /** Deliveries of a message the caller sent. Another's is 404, as is one that never was. */
  private List<Delivery> own(String messageId) {
    var mailbox = mailbox();
    var own =
        reads.ofMessage(messageId).stream()
            .filter(each -> mailbox.isEmpty() || submitter(each).equals(mailbox))
            .toList();
    if (own.isEmpty()) {
      throw ApiException.notFound(
          "You sent no message with this id to another server, or it was long ago.");
    }
    return own;
  }

  private static Optional<String> submitter(Delivery delivery) {
    return delivery.user().flatMap(Submitter::mailboxId);
  }

  /**
   * The id of the mailbox whose mail the caller may see; empty: all. By id, so that an earlier user
   * of the same address sees nothing, and is not seen.
   */
  private Optional<String> mailbox() {
    return switch (caller) {
      case Caller.Operator() -> Optional.empty();
      case Caller.Owner(var user) -> Optional.of(user.mailboxId());
      case Caller.Anonymous() -> throw ApiException.forbidden("Credentials are needed.");
    };
  }
}
