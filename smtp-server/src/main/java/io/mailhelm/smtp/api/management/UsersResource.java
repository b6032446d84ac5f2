package io.mailhelm.smtp.api.management;

import io.mailhelm.config.Mailbox;
import io.mailhelm.config.Problem;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.User;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.HeldMemory;
import io.mailhelm.smtp.api.ObjectMemory;
import io.mailhelm.smtp.api.UserDirectory;
import io.mailhelm.smtp.api.UserDirectory.Outcome;
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
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Lists users from the config, and creates and deletes them where there is a {@link UserDirectory}.
 */
@Path("/users")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Users")
class UsersResource {
  private final ApiContext node;
  private final Caller caller;
  private final NamedMailboxes mailboxes;
  private final HeldMemory memory;

  UsersResource(ApiContext node, Caller caller, NamedMailboxes mailboxes, HeldMemory memory) {
    this.node = node;
    this.caller = caller;
    this.mailboxes = mailboxes;
    this.memory = memory;
  }

  /** Everyone. */
  @Schema(name = "UserList")
  record UserList(List<UserView> users) {}

  /** A user and what is stored for them. */
  @Schema(name = "User")
  record UserView(
      String address,
      @Schema(description = "The SendPolicy that governs the user.") String policy,
      boolean suspended,
      @Schema(description = "Octets stored.") long bytes,
      @Schema(description = "Messages stored.") long messages) {}

  /** A user that was declared. */
  @Schema(name = "UserCreated")
  record Created(String address) {}

  @GET
  @Operation(summary = "Everyone, by address")
  public UserList list() {
    caller.requireOperator();
    var users = node.live().current().directory().users();
    memory.hold(users.size() * ObjectMemory.of());
    return new UserList(
        users.stream().sorted(Comparator.comparing(User::address)).map(this::view).toList());
  }

  private UserView view(User user) {
    var usage = node.store().usage(user.mailboxId());
    return new UserView(
        user.address().toString(),
        user.sendPolicy().orElse(SendPolicy.DEFAULT.name()),
        user.suspended(),
        usage.octets(),
        usage.messages());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Declare a user; the login works when this answers")
  @APIResponse(
      responseCode = "201",
      description = "Declared",
      content = @Content(schema = @Schema(implementation = Created.class)))
  public Response create(NewUser wanted) {
    caller.requireOperator();
    var directory = directory("POST");
    var user = NewUser.checked(wanted);
    var address = mailboxes.address("username", user.username());
    return switch (directory.create(address, user.password())) {
      case Outcome.Done() ->
          Response.created(URI.create("/users/" + encoded(address)))
              .entity(new Created(address.toString()))
              .build();
      case Outcome.Conflict() ->
          throw ApiException.of(409, "There is already a user " + address + ".");
      case Outcome.Refused(var problems) -> throw refused(problems);
    };
  }

  @DELETE
  @Path("/{username}")
  @Operation(summary = "Take a user away; the mail stays unless mail=delete")
  @APIResponse(responseCode = "204", description = "The login no longer works")
  public void delete(
      @PathParam("username") String username,
      @Parameter(description = "delete: the mail goes too; keep when absent") @QueryParam("mail")
          Optional<String> mail) {
    caller.requireOperator();
    var directory = directory("DELETE");
    var withMail = withMail(mail);
    var address = mailboxes.address("username", username);
    var mailboxId = mailboxes.mailboxId(address);
    switch (directory.delete(address)) {
      case Outcome.Done() -> {
        if (withMail) {
          node.store().deleteMailbox(mailboxId);
        }
      }
      case Outcome.Conflict() -> throw ApiException.notFound("There is no user " + address + ".");
      case Outcome.Refused(var problems) -> throw refused(problems);
    }
  }

  private static boolean withMail(Optional<String> mail) {
    return mail.map(
            word ->
                switch (word) {
                  case "delete" -> true;
                  case "keep" -> false;
                  default -> throw ApiException.badRequest("'mail' is keep or delete.");
                })
        .orElse(false);
  }

  private UserDirectory directory(String method) {
    return node.access()
        .users()
        .orElseThrow(
            () ->
                ApiException.of(
                    405,
                    "users are MailUser resources here: kubectl %s a MailUser instead"
                        .formatted(method.equals("POST") ? "apply" : "delete")));
  }

  private static ApiException refused(List<Problem> problems) {
    var field =
        problems.stream().anyMatch(p -> p.path().contains("password")) ? "password" : "username";
    return ApiException.refused(field, problems.stream().map(Problem::message).toList());
  }

  private static String encoded(Mailbox address) {
    return URLEncoder.encode(address.toString(), StandardCharsets.UTF_8).replace("+", "%20");
  }
}
