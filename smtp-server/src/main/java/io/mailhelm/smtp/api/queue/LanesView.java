package io.mailhelm.smtp.api.queue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.smtp.queue.Sending.LaneState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The lanes that are active now; mail that only waits is in the queue. */
@Schema(name = "Lanes")
record LanesView(List<Lane> lanes) {

  /** What shares connections and a rate. */
  @Schema(name = "Lane")
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Lane(
      @Schema(description = "The SendPolicy.") String policy,
      @Schema(description = "The recipients' domain, or a relay with its port.") String hop,
      @Schema(description = "Open, or being opened.") int connections,
      @Schema(description = "When its rate lets the next message go.")
          Optional<Instant> pausedUntil) {}

  static LanesView of(List<LaneState> states) {
    return new LanesView(
        states.stream()
            .map(
                state ->
                    new Lane(
                        state.policy().orElse(SendPolicy.DEFAULT.name()),
                        state.hop(),
                        state.connections(),
                        state.pausedUntil()))
            .sorted(Comparator.comparing(Lane::policy).thenComparing(Lane::hop))
            .toList());
  }
}
