package io.mailhelm.smtp.api.mail;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.ContentWork;
import io.mailhelm.smtp.api.OpenRequest;
import io.mailhelm.smtp.api.ProblemDetails;
import io.mailhelm.smtp.api.ProblemDetails.SmtpReply;
import io.mailhelm.smtp.observe.LoginOutcome;
import io.mailhelm.smtp.receive.Submissions.Result;
import io.mailhelm.smtp.store.Idempotency;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Accepts mail to send: 202 when it is on stable storage. */
@Path("/api/email")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
class SendResource {
  private static final Duration LATER = Duration.ofMinutes(1);

  private static final String DRAINED = "This server is drained: it takes no new mail for now.";

  private static final String KEY =
      "1 to 255 printable ASCII characters. The same key and body within 24 hours are one message:"
          + " the answer has its id, and the header Idempotency-Replayed: true. Another body is"
          + " 422.";

  private final ApiContext node;
  private final Caller caller;
  private final InetAddress peer;
  private final ContentWork work;
  private final OpenRequest requester;

  SendResource(
      ApiContext node, Caller caller, InetAddress peer, ContentWork work, OpenRequest requester) {
    this.node = node;
    this.caller = caller;
    this.peer = peer;
    this.work = work;
    this.requester = requester;
  }

  /** A message that can be taken in. */
  private record Composed(
      RequestSender.Sender sender,
      List<Mailbox> recipients,
      byte[] message,
      Optional<Idempotency> idempotency) {}

  @POST
  @Path("/send")
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      description = KEY,
      schema = @Schema(type = SchemaType.STRING))
  @Operation(summary = "Send a message")
  @APIResponse(
      responseCode = "202",
      description = "It is on stable storage",
      content = @Content(schema = @Schema(implementation = SendResult.class)))
  public Response send(SendRequest request, @Context HttpHeaders headers) throws Exception {
    // A request's own things are there on its own thread only.
    var keys = IdempotencyKey.written(headers);
    return submit(work.run(requester, () -> composed(request, keys)));
  }

  private Composed composed(SendRequest request, List<String> keys) {
    var wanted =
        Optional.ofNullable(request)
            .orElseThrow(() -> ApiException.unprocessable("to", "'to' must be an address."));
    var current = node.live().current();
    var sender = RequestSender.of(caller, wanted.from(), current.directory());
    var limits = current.config().server().limits();
    var draft = MessageDrafts.of(wanted, sender.from(), limits);
    return composed(sender, draft, IdempotencyKey.of(keys, sender, "send", wanted));
  }

  @POST
  @Path("/send-otp")
  @Parameter(
      name = IdempotencyKey.HEADER,
      in = ParameterIn.HEADER,
      description = KEY,
      schema = @Schema(type = SchemaType.STRING))
  @Operation(summary = "Send a one-time code with the built-in template")
  @APIResponse(
      responseCode = "202",
      description = "It is on stable storage",
      content = @Content(schema = @Schema(implementation = SendResult.class)))
  public Response sendOtp(OtpRequest request, @Context HttpHeaders headers) throws Exception {
    var keys = IdempotencyKey.written(headers);
    return submit(work.run(requester, () -> composed(request, keys)));
  }

  private Composed composed(OtpRequest request, List<String> keys) {
    var wanted = OtpRequest.checked(request);
    var sender = RequestSender.of(caller, Optional.empty(), node.live().current().directory());
    var draft = MessageDrafts.otp(wanted, sender.from());
    return composed(sender, draft, IdempotencyKey.of(keys, sender, "send-otp", wanted));
  }

  private Composed composed(
      RequestSender.Sender sender, MessageDraft draft, Optional<Idempotency> idempotency) {
    requester.requireHere();
    var message = new MessageComposer(node.clock()).compose(draft);
    return new Composed(sender, draft.recipients(), message, idempotency);
  }

  private Response submit(Composed composed) {
    if (node.intake().isPaused()) {
      throw new ApiException(ProblemDetails.of(503, DRAINED), Optional.of(LATER));
    }
    requireLogin();
    var sender = composed.sender();
    var recipients = composed.recipients();
    var result =
        node.submissions()
            .submit(
                peer,
                sender.user(),
                sender.from().mailbox(),
                recipients,
                composed.message(),
                composed.idempotency());
    return switch (result) {
      case Result.Accepted accepted ->
          Response.accepted(SendResult.of(accepted, recipients)).build();
      case Result.Repeated(var id, var same) when same ->
          Response.accepted(SendResult.before(id)).header("Idempotency-Replayed", "true").build();
      case Result.Repeated other -> throw IdempotencyKey.usedForAnother();
      case Result.TooManyKeys _ -> throw IdempotencyKey.tooMany(LATER);
      case Result.Refused(var code, var enhanced, var text) ->
          throw refused(new SmtpReply(code, enhanced, text));
      case Result.Limited(var code, var enhanced, var text, var roomIn) ->
          throw new ApiException(
              ProblemDetails.of(429, text).saidBy(new SmtpReply(code, enhanced, text)),
              roomIn.map(SendResource::wholeSeconds));
    };
  }

  /** The request may have come for minutes since its password was right. */
  private void requireLogin() {
    if (caller instanceof Caller.Owner(var user)) {
      node.live()
          .current()
          .directory()
          .still(user)
          .flatMap(now -> node.logins().lost(peer, now, user.verifier()))
          .ifPresent(
              lost -> {
                throw ApiException.forbidden(
                    lost == LoginOutcome.NOT_ALLOWED_HERE
                        ? "This account may not be used from your address any more."
                        : "The password was changed while the request came: send it with the new one.");
              });
    }
  }

  /** Rounded up: whoever waits so long finds room. */
  private static Duration wholeSeconds(Duration wait) {
    return Duration.ofSeconds(Math.ceilDiv(wait.toMillis(), 1_000));
  }

  /** 4xx may pass (RFC 5321 §4.2.1): later, the same request may do. 5xx will not. */
  private static ApiException refused(SmtpReply reply) {
    var words = "%d %s %s".formatted(reply.code(), reply.enhanced(), reply.text());
    var mayPass = reply.code() < 500;
    return new ApiException(
        ProblemDetails.of(mayPass ? 503 : 422, words).saidBy(reply),
        mayPass ? Optional.of(LATER) : Optional.empty());
  }
}
