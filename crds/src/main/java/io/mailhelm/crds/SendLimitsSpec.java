package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;

/** How much may be sent: recipients elsewhere, in a sliding window. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SendLimitsSpec(
    @Min(0) @JsonPropertyDescription("Recipients a minute.") Integer perMinute,
    @Min(0) @JsonPropertyDescription("Recipients an hour.") Integer perHour,
    @Min(0) @JsonPropertyDescription("Recipients a day.") Integer perDay,
    @JsonPropertyDescription("The same for each user.") PerUser perUser,
    @Min(1) @JsonPropertyDescription("Recipients of one message.") Integer recipientsPerMessage,
    @ValidationRule(value = SchemaRules.IS_SIZE, message = SchemaRules.SIZE)
        @JsonPropertyDescription("Size of one message.")
        Quantity messageSize,
    @Default("Reject")
        @JsonPropertyDescription(
            "Reject: answered with 452 and when there is room again, for the sender to repeat."
                + " Defer: accepted, and kept in the queue until there is room.")
        OnExceed onExceed) {

  /** How much each user may send. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PerUser(
      @Min(0) @JsonPropertyDescription("Recipients an hour.") Integer perHour,
      @Min(0) @JsonPropertyDescription("Recipients a day.") Integer perDay) {}

  /** What happens to mail beyond the limits. */
  public enum OnExceed {
    Reject,
    Defer
  }
}
