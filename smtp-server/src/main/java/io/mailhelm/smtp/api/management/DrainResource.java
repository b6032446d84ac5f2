package io.mailhelm.smtp.api.management;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.Caller;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Drains the server: no new mail is taken, and queued mail is still sent, until it is resumed or
 * the process ends.
 */
@Path("/drain")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
class DrainResource {
  private final ApiContext node;

  DrainResource(ApiContext node, Caller caller) {
    caller.requireOperator();
    this.node = node;
  }

  /** How far it is. */
  @Schema(name = "Drain")
  record Drain(
      @Schema(description = "Whether new mail is turned away.") boolean draining,
      @Schema(description = "SMTP connections that are open.") int connections,
      @Schema(description = "Deliveries that wait or are being sent.") long queued,
      @Schema(description = "Deliveries that are held: they stay.") long held) {}

  @GET
  @Operation(summary = "Whether it drains, and what is still to be done")
  public Drain get() {
    var queue = node.store().queue().status();
    return new Drain(
        node.intake().isPaused(), node.intake().connections(), queue.queued(), queue.held());
  }

  @POST
  @Operation(summary = "Take no new mail; what is queued is sent as before")
  public Drain begin() {
    node.intake().pause();
    return get();
  }

  @DELETE
  @Operation(summary = "Take mail again")
  public Drain end() {
    node.intake().resume();
    return get();
  }
}
