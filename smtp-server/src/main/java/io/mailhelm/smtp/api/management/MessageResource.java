package io.mailhelm.smtp.api.management;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.ContentWork;
import io.mailhelm.smtp.api.HeldMemory;
import io.mailhelm.smtp.api.OpenRequest;
import io.mailhelm.smtp.api.RequesterInput;
import io.mailhelm.smtp.api.mime.MimeReader;
import io.mailhelm.smtp.store.EntryId;
import io.mailhelm.smtp.store.MailboxEntry;
import io.mailhelm.smtp.store.StoreReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Shows, marks and deletes one message of the inbox. Another user's is 404, as is one that never
 * existed.
 */
@Path("/inbox/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Inbox")
class MessageResource {
  /** Text of two octets a character, and as much again and more in JSON. */
  private static final long MEMORY_PER_OCTET = 4;

  private final ApiContext node;
  private final Caller caller;
  private final NamedMailboxes mailboxes;
  private final ContentWork work;
  private final HeldMemory memory;
  private final OpenRequest requester;
  private final StoreReads reads;

  MessageResource(
      ApiContext node,
      Caller caller,
      NamedMailboxes mailboxes,
      ContentWork work,
      HeldMemory memory,
      OpenRequest requester,
      StoreReads reads) {
    this.node = node;
    this.caller = caller;
    this.mailboxes = mailboxes;
    this.work = work;
    this.memory = memory;
    this.requester = requester;
    this.reads = reads;
  }

  /** What can be changed. */
  @Schema(name = "ReadMark", requiredProperties = "read")
  record ReadMark(Optional<Boolean> read) {}

  @GET
  @Operation(summary = "One message, opened")
  public InboxMessage get(@PathParam("id") String id) throws Exception {
    var entry = find(id);
    memory.hold(Math.min(entry.size(), MimeReader.MAX_SHOWN) * MEMORY_PER_OCTET);
    // Opened here: the store may let this caller wait, and the threads of the work are everybody's.
    try (var message = new RequesterInput(open(entry), requester)) {
      var content = work.run(requester, () -> MimeReader.read(message));
      return InboxMessage.of(InboxEntry.of(entry, mailboxes), content);
    }
  }

  @GET
  @Path("/raw")
  @Produces("message/rfc822")
  @Operation(summary = "The message as it was accepted, trace fields included")
  public Response raw(@PathParam("id") String id) throws IOException {
    var entry = find(id);
    memory.hold(entry.size());
    return Response.ok(open(entry), "message/rfc822")
        .header("Content-Disposition", ContentDisposition.attachment(entry.messageId() + ".eml"))
        .build();
  }

  @GET
  @Path("/attachments/{index}")
  @Produces(MediaType.WILDCARD)
  @Operation(summary = "One attachment, decoded; to be saved, never shown")
  public Response attachment(@PathParam("id") String id, @PathParam("index") String index)
      throws Exception {
    var entry = find(id);
    memory.hold(entry.size());
    return attachment(entry, index)
        .map(
            found ->
                Response.ok(found.content(), MediaType.valueOf(found.type()))
                    .header("Content-Disposition", ContentDisposition.attachment(found.name()))
                    .build())
        .orElseThrow(() -> ApiException.notFound("This message has no such attachment."));
  }

  private Optional<MimeReader.Opened> attachment(MailboxEntry entry, String index)
      throws Exception {
    if (!index.matches("\\d{1,4}")) {
      return Optional.empty();
    }
    var message = new RequesterInput(open(entry), requester);
    boolean isOpened = false;
    try {
      var part = work.run(requester, () -> MimeReader.attachment(message, Integer.parseInt(index)));
      isOpened = part.isPresent();
      return part;
    } finally {
      if (!isOpened) {
        message.close();
      }
    }
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Set the read mark")
  public InboxEntry patch(@PathParam("id") String id, ReadMark mark) {
    var read =
        Optional.ofNullable(mark)
            .flatMap(ReadMark::read)
            .orElseThrow(() -> ApiException.unprocessable("read", "'read' must be true or false."));
    var entry = find(id);
    if (!node.store().markRead(entry.id(), read)) {
      throw none();
    }
    return InboxEntry.of(find(id), mailboxes);
  }

  @DELETE
  @Operation(summary = "Delete one message from its mailbox")
  public DeletedCount delete(@PathParam("id") String id) {
    var entry = find(id);
    var gone = node.store().delete(Optional.empty(), Optional.of(entry.id()));
    if (gone == 0) {
      throw none();
    }
    return new DeletedCount(gone);
  }

  private MailboxEntry find(String id) {
    return QueryParameters.id(id, EntryId::new)
        .flatMap(reads::find)
        .filter(this::may)
        .orElseThrow(() -> none());
  }

  private boolean may(MailboxEntry entry) {
    return switch (caller) {
      case Caller.Operator() -> true;
      case Caller.Owner(var user) -> user.mailboxId().equals(entry.mailboxId());
      case Caller.Anonymous() -> false;
    };
  }

  private InputStream open(MailboxEntry entry) throws IOException {
    return reads.open(entry.id()).orElseThrow(() -> none());
  }

  private static ApiException none() {
    return ApiException.notFound("There is no such message in the inbox.");
  }
}
