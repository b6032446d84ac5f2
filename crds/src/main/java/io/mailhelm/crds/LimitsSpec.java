package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** The limits of a server. A client that meets one is told so. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LimitsSpec(
    @Default("25Mi")
        @ValidationRule(value = SchemaRules.IS_SIZE, message = SchemaRules.SIZE)
        @JsonPropertyDescription("Size of one message (SIZE, RFC 1870).")
        Quantity messageSize,
    @Default("100")
        @Min(1)
        @Max(100000)
        @JsonPropertyDescription("Recipients of one message (RCPTMAX, RFC 9422).")
        Integer recipients,
    @Default("10000") @Min(1) @Max(1000000) @JsonPropertyDescription("Connections at once, in all.")
        Integer connections,
    @Default("200")
        @Min(1)
        @Max(1000000)
        @JsonPropertyDescription(
            "Connections at once from one address (an IPv6 /64 counts as one).")
        Integer connectionsPerAddress,
    @Default("5m")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("How long a client may take for its next command.")
        String commandTimeout,
    @Default("10m")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("How long the data of one message may take.")
        String dataTimeout,
    @Default("1h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("How long a connection may last.")
        String sessionTimeout,
    @Default("20")
        @Min(1)
        @Max(100000)
        @JsonPropertyDescription("Errors (replies of 5xx) before a connection is closed.")
        Integer errors,
    @Default("30")
        @Min(1)
        @Max(1000000)
        @JsonPropertyDescription(
            "Failed logins from one address (an IPv6 /64) within authFailureWindow; 16 times as"
                + " many from an IPv6 /48.")
        Integer authFailuresPerAddress,
    @Default("10")
        @Min(1)
        @Max(1000000)
        @JsonPropertyDescription(
            "Failed logins from one address to one account within authFailureWindow; ten times as"
                + " many from all addresses together that it never logged in from, which those it"
                + " did do not notice.")
        Integer authFailuresPerAccount,
    @Default("15m")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("The sliding window failed logins are counted in.")
        String authFailureWindow,
    @Default("200")
        @Min(1)
        @Max(100000)
        @JsonPropertyDescription("Connections out to other servers at once, in all.")
        Integer outboundConnections,
    @Default("1000000")
        @Min(1)
        @Max(100000000)
        @JsonPropertyDescription(
            "Deliveries waiting to go out at once, one a recipient; more are refused for now"
                + " (452 4.3.1).")
        Integer queue,
    @Default("168h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("How long what became of a delivery is kept.")
        String deliveryHistory,
    @Default("{}") @JsonPropertyDescription("The bounds of each port that speaks HTTP.")
        HttpLimitsSpec http,
    @Default("{}")
        @JsonPropertyDescription(
            "How outboundConnections are divided, so that slow hosts do not make everyone wait.")
        OutboundLimitsSpec outbound,
    @Default("{}") @JsonPropertyDescription("The bounds of the store's volume.")
        StorageLimitsSpec storage) {}
