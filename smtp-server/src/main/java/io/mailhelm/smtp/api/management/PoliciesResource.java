package io.mailhelm.smtp.api.management;

import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.HeldMemory;
import io.mailhelm.smtp.reputation.PolicyStanding;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows how the mail of each SendPolicy does, and resumes those that are paused. */
@Path("/policies")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue")
class PoliciesResource {
  private final ApiContext node;
  private final HeldMemory memory;

  PoliciesResource(ApiContext node, Caller caller, HeldMemory memory) {
    caller.requireOperator();
    this.node = node;
    this.memory = memory;
  }

  /** All that are declared. */
  @Schema(name = "Policies")
  record Policies(List<PolicyView> policies) {}

  @GET
  @Operation(summary = "Every SendPolicy: rates, whether it is paused, how far its warm-up is")
  public Policies list() {
    var warmUps = node.sending().warmUps();
    var standings = node.sending().standings();
    memory.hold(PolicyView.octets(standings.size()));
    return new Policies(
        standings.stream().map(standing -> PolicyView.of(standing, warmUps)).toList());
  }

  @GET
  @Path("/{name}")
  @Operation(summary = "One SendPolicy")
  @APIResponse(responseCode = "404", description = "None of that name is declared")
  public PolicyView get(@PathParam("name") String name) {
    return view(
        node.sending().standings().stream()
            .filter(standing -> standing.policy().name().equals(name))
            .findFirst()
            .orElseThrow(() -> notThere(name)));
  }

  @POST
  @Path("/{name}/resume")
  @Operation(
      summary = "Go on: what became of its mail so far does not count any more, and mail leaves")
  @APIResponse(responseCode = "404", description = "None of that name is declared")
  public PolicyView resume(@PathParam("name") String name) {
    return view(node.sending().resume(name).orElseThrow(() -> notThere(name)));
  }

  private PolicyView view(PolicyStanding standing) {
    return PolicyView.of(standing, node.sending().warmUps());
  }

  private static ApiException notThere(String name) {
    return ApiException.notFound("No SendPolicy '%s' is declared here.".formatted(name));
  }
}
