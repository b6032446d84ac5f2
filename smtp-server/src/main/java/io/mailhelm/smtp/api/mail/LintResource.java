package io.mailhelm.smtp.api.mail;

import io.mailhelm.config.ContentRules.Check;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.ContentWork;
import io.mailhelm.smtp.api.OpenRequest;
import io.mailhelm.smtp.lint.LintRequest;
import io.mailhelm.smtp.lint.MessageLint;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Checks a message as {@code SendPolicy.spec.content} does, without sending or storing it. */
@Path("/api/email/lint")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Mail")
class LintResource {
  private final ApiContext node;
  private final Caller caller;
  private final ContentWork work;
  private final OpenRequest requester;

  LintResource(ApiContext node, Caller caller, ContentWork work, OpenRequest requester) {
    this.node = node;
    this.caller = caller;
    this.work = work;
    this.requester = requester;
  }

  @POST
  @Operation(
      summary = "Check a message without sending it",
      description =
          "The body is that of /api/email/send. All checks are made, whatever the user's SendPolicy"
              + " says; nothing is sent or stored.")
  public LintResult lint(SendRequest request) throws Exception {
    return work.run(requester, () -> result(request));
  }

  private LintResult result(SendRequest request) throws IOException {
    var wanted =
        Optional.ofNullable(request)
            .orElseThrow(() -> ApiException.unprocessable("to", "'to' must be an address."));
    var current = node.live().current();
    var sender = RequestSender.of(caller, wanted.from(), current.directory());
    var draft = MessageDrafts.of(wanted, sender.from(), current.config().server().limits());
    requester.requireHere();
    var message = new MessageComposer(node.clock()).compose(draft);
    var policy = current.directory().policy(sender.user());
    var report =
        MessageLint.of(
            new ByteArrayInputStream(message),
            message.length,
            new LintRequest(
                EnumSet.allOf(Check.class),
                policy.content().spamWords(),
                policy.content().size(),
                draft.recipients().size(),
                current
                    .signers()
                    .unaligned(
                        List.of(sender.from().mailbox()), sender.user().address().domain())));
    return LintResult.of(report, policy);
  }
}
