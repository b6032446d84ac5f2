package io.mailhelm.smtp.api.management;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.HeldMemory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows whether the server takes mail; the reasons are shown with the token only. */
@Path("/health")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
class HealthResource {
  private final ApiContext node;
  private final Caller caller;
  private final HeldMemory memory;

  HealthResource(ApiContext node, Caller caller, HeldMemory memory) {
    this.node = node;
    this.caller = caller;
    this.memory = memory;
  }

  @GET
  @Operation(summary = "Whether the server takes mail; with the token, why not")
  @APIResponse(
      responseCode = "200",
      description = "It does",
      content = @Content(schema = @Schema(implementation = Health.class)))
  @APIResponse(
      responseCode = "503",
      description = "It does not",
      content = @Content(schema = @Schema(implementation = Health.class)))
  public Response get() {
    var up = node.acceptsMail();
    var health = caller instanceof Caller.Operator ? detailed(up) : Health.brief(up);
    return Response.status(up ? 200 : 503).entity(health).build();
  }

  private Health detailed(boolean up) {
    memory.hold(Diagnostic.octets(node.live().offered().problems()));
    return Health.detailed(up, node);
  }
}
