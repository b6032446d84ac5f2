package io.mailhelm.smtp.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.HeldMemory;
import io.mailhelm.smtp.store.RetainedMailboxes;
import io.mailhelm.smtp.store.StoreIdentity;
import io.mailhelm.smtp.store.StoreReads;
import jakarta.enterprise.context.RequestScoped;
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

/**
 * Shows which config runs, so that a client that offered one can wait for it, and what the server
 * has observed.
 */
@Path("/config")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
class ConfigResource {
  /** As many as a status shows. */
  private static final int OF_ONE_DOMAIN = 50;

  private static final int OF_ALL_DOMAINS = 1_000;

  private static final int POLICIES = 1_000;

  private final ApiContext node;
  private final Caller caller;
  private final HeldMemory memory;
  private final StoreReads reads;

  ConfigResource(ApiContext node, Caller caller, HeldMemory memory, StoreReads reads) {
    this.node = node;
    this.caller = caller;
    this.memory = memory;
    this.reads = reads;
  }

  /** Hashes, never content. */
  @Schema(name = "RunningConfig")
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Running(
      @Schema(description = "SHA-256 of the config that runs and is carried out in full.")
          String running,
      @Schema(description = "SHA-256 of the one that was last offered.") String offered,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<Diagnostic> problems,
      @Schema(description = "Document formats this version reads.") List<Integer> formats,
      @Schema(description = "Why the last one offered does not run.") String refusal,
      PeersView peers,
      OutboundView outbound,
      @Schema(description = "Another whenever GET /config/mailboxes answers something else.")
          String mailboxes,
      Store store,
      @Schema(description = "How the mail of declared SendPolicies does; the first 1000 by name.")
          List<PolicyView> policies) {}

  /** What the mail is in. */
  @Schema(name = "Store")
  record Store(
      @Schema(description = "The same in every copy of it, as one put back from a backup.")
          String id,
      @Schema(description = "Whether it ever had any mail.") boolean hadMail) {
    static Store of(StoreIdentity identity) {
      return new Store(identity.id(), identity.hadMail());
    }
  }

  @GET
  @Operation(summary = "The hash of the config that runs and of the one last offered")
  public Running get() {
    caller.requireOperator();
    var offered = node.live().offered();
    memory.hold(Diagnostic.octets(offered.problems()));
    return new Running(
        node.live().running(),
        offered.hash(),
        Diagnostic.of(offered.problems()),
        ConfigDocument.FORMATS,
        offered.refusal(),
        PeersView.of(node.outside().peers().get()),
        OutboundView.of(node.outside().port25().get()),
        node.store().owners().revision(),
        Store.of(node.store().identity()),
        policies());
  }

  private List<PolicyView> policies() {
    var warmUps = node.sending().warmUps();
    var standings = node.sending().standings().stream().limit(POLICIES).toList();
    memory.hold(PolicyView.octets(standings.size()));
    return standings.stream()
        .map(standing -> PolicyView.of(standing, warmUps).withoutDestinations())
        .toList();
  }

  @GET
  @Path("/mailboxes")
  @Operation(summary = "Closed mailboxes of each domain, and those that users found or took up")
  public RetainedView.OfConfig mailboxes(
      @Parameter(description = "The 'next' of the page before") @QueryParam("after")
          Optional<String> after) {
    caller.requireOperator();
    var domains =
        after.isPresent()
            ? Optional.<List<RetainedView.OfDomain>>empty()
            : Optional.of(
                reads.retainedByDomain(OF_ONE_DOMAIN, OF_ALL_DOMAINS).stream()
                    .map(RetainedView.OfDomain::of)
                    .toList());
    var page = reads.found(after.orElse(""), RetainedMailboxes.MAX_LIMIT);
    return new RetainedView.OfConfig(
        domains,
        page.found().stream().map(RetainedView.Found::of).toList(),
        page.more() ? Optional.of(page.found().getLast().mailboxId()) : Optional.empty());
  }
}
