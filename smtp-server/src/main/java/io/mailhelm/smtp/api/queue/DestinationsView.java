package io.mailhelm.smtp.api.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.queue.Sending.DestinationState;
import io.mailhelm.smtp.queue.Sending.Slowed;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The destinations that are sent to now, and those that asked for less. */
@Schema(name = "Destinations")
record DestinationsView(List<Destination> destinations) {

  /** A lane, and what it may have. */
  @Schema(name = "Destination")
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Destination(
      @Schema(description = "The lane, as deliveries name it.") String lane,
      @Schema(description = "The SendPolicy.") String policy,
      @Schema(description = "The recipients' domain, or a relay with its port.") String destination,
      @Schema(description = "Who receives its mail, where that is known.")
          Optional<String> provider,
      @Schema(description = "Open, or being opened.") int connections,
      @Schema(description = "Connections at once at most.") int limit,
      @Schema(description = "Messages a minute at most; absent: no bound.")
          Optional<Integer> perMinute,
      @Schema(description = "Since when its servers ask for less (421 or 4.7.x).")
          Optional<Instant> slowedSince,
      @Schema(description = "What they said last when they asked.") Optional<String> lastReply) {}

  static DestinationsView of(List<DestinationState> states) {
    return new DestinationsView(
        states.stream()
            .map(
                state ->
                    new Destination(
                        state.lane().name(),
                        state.lane().policy().orElse(SendPolicy.DEFAULT.name()),
                        state.lane().hop(),
                        state.provider(),
                        state.connections(),
                        state.mostConnections(),
                        state.perMinute(),
                        state.slowed().map(Slowed::since),
                        state.slowed().map(Slowed::reply)))
            .sorted(
                Comparator.comparing(Destination::policy)
                    .thenComparing(Destination::destination)
                    .thenComparing(Destination::lane))
            .toList());
  }
}
