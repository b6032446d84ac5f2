package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** How delivery to other servers is attempted. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeliverySpec(
    @Default("[\"15m\", \"1h\", \"2h\", \"4h\", \"8h\", \"16h\", \"24h\"]")
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("Pauses between attempts; the last one repeats.")
        List<@Pattern(Patterns.DURATION) @Size(max = 32) String> retry,
    @Default("120h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("When a message is given up and bounced.")
        String expireAfter,
    @Default("Opportunistic")
        @JsonPropertyDescription("Opportunistic: TLS where offered. Required: never without.")
        Tls tls,
    @Default("5")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription("Connections at once to one destination.")
        Integer connectionsPerDestination,
    @Min(1) @JsonPropertyDescription("Messages a minute to one destination. Default: no bound.")
        Integer messagesPerMinutePerDestination) {

  /** Whether TLS must be used. */
  public enum Tls {
    Opportunistic,
    Required
  }
}
