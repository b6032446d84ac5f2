package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** A daily limit that grows. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WarmUpSpec(
    @Required
        @Pattern(Patterns.DATE)
        @Size(max = 10)
        @JsonPropertyDescription("The first day, e.g. 2026-11-22.")
        String startedOn,
    @Default("20") @Min(1) @JsonPropertyDescription("Recipients on the first day.")
        Integer firstDay,
    @Default("50")
        @Min(1)
        @Max(1000)
        @JsonPropertyDescription(
            "Growth from one day to the next, in percent. A day without enough mail does not raise"
                + " the cap.")
        Integer growthPercent,
    @Default("50000")
        @Min(1)
        @JsonPropertyDescription("Where it ends: a day whose cap would be higher has none.")
        Integer until,
    @Default("UTC")
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("The time zone in which a day begins, e.g. Europe/Berlin.")
        String timeZone,
    @Default("false") @JsonPropertyDescription("The cap stays what it is today.") Boolean hold,
    @Default("false")
        @JsonPropertyDescription(
            "A message with X-Mailhelm-Warm-Up: no leaves whatever the cap is, and does not count."
                + " The field is always removed.")
        Boolean allowOptOut,
    @Size(max = 16)
        @JsonPropertyDescription(
            "Caps of their own for providers (google, microsoft, yahoo, apple, or one of"
                + " spec.server.providers), within the whole.")
        Map<String, ForProvider> perProvider,
    @JsonPropertyDescription("The relay by which mail above the cap goes. Default: it waits.")
        Overflow overflow) {

  /** The beginning of a provider's cap. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ForProvider(
      @Required @Min(1) @JsonPropertyDescription("Recipients there on the first day.")
          Integer firstDay) {}

  /** The way of mail above the cap. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Overflow(@Required @JsonPropertyDescription("The relay.") RouteSpec.Relay relay) {}
}
