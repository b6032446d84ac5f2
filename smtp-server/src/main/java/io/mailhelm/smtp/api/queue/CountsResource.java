package io.mailhelm.smtp.api.queue;

import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.Caller;
import io.mailhelm.smtp.api.management.QueryParameters;
import io.mailhelm.smtp.store.SendReports;
import io.mailhelm.smtp.store.StoreReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Shows hourly sums of deliveries, bounces and complaints, and how much of limits is used. */
@Path("/counts")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue")
class CountsResource {
  private static final Duration DAY = Duration.ofDays(1);

  private final ApiContext node;
  private final StoreReads reads;

  CountsResource(ApiContext node, Caller caller, StoreReads reads) {
    caller.requireOperator();
    this.node = node;
    this.reads = reads;
  }

  /** Sums, oldest first. */
  @Schema(name = "Counts")
  record Counts(
      List<Hour> counts,
      @Schema(
              description =
                  "Each limit of each SendPolicy, and those of users who have used 80 % of theirs;"
                      + " 100 users at most.")
          List<LimitView> limits) {}

  /** One hour of one domain under one policy. */
  @Schema(name = "CountsOfAnHour")
  record Hour(
      String domain,
      @Schema(description = "The SendPolicy.") String policy,
      @Schema(description = "Its beginning.") Instant hour,
      @Schema(description = "Recipients whose server took the message.") long delivered,
      @Schema(description = "Recipients that were refused for good, at once or by a report.")
          long bounced,
      @Schema(description = "Recipients who complained.") long complained) {

    static Hour of(SendReports.Counts counts) {
      return new Hour(
          counts.domain(),
          counts.policy().orElse(SendPolicy.DEFAULT.name()),
          counts.hour(),
          counts.delivered(),
          counts.bounced(),
          counts.complained());
    }
  }

  @GET
  @Operation(summary = "Recipients delivered, bounced and complained, by policy and hour")
  public Counts get(
      @Parameter(description = "Only under this SendPolicy") @QueryParam("policy")
          Optional<String> policy,
      @Parameter(description = "A day or a time with its offset; a day ago when absent")
          @QueryParam("since")
          Optional<String> since) {
    var from = QueryParameters.since(since).orElseGet(() -> node.clock().instant().minus(DAY));
    // The default has no name in the store.
    var counts = reads.counts(Optional.empty(), from);
    return new Counts(
        counts.stream()
            .map(Hour::of)
            .filter(hour -> policy.map(hour.policy()::equals).orElse(true))
            .toList(),
        LimitView.all(node.live().current(), node.limits()).stream()
            .filter(limit -> policy.map(limit.policy()::equals).orElse(true))
            .toList());
  }
}
