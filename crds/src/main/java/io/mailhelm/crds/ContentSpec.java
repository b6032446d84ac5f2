package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;

/** The checks of the content of outgoing mail. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContentSpec(
    @Default("Off") @JsonPropertyDescription("HTML without a plain-text part.")
        Action plainTextPart,
    @Default("Off") @JsonPropertyDescription("No List-Unsubscribe field with one click (RFC 8058).")
        Action listUnsubscribe,
    @Default("Off") @JsonPropertyDescription("Links through URL shorteners.") Action urlShorteners,
    @JsonPropertyDescription("Words that make mail look like spam.") SpamWords spamWords,
    @JsonPropertyDescription("A size beyond which mail is shown in part, or refused by others.")
        SizeCheck size,
    @Default("Off") @JsonPropertyDescription("Attachments that are programs.")
        Action executableAttachments,
    @Default("Off") @JsonPropertyDescription("A Message-ID or Date that is missing.")
        Action missingFields,
    @Default("Off")
        @JsonPropertyDescription("A From field whose domain is not one that signs the message.")
        Action fromAlignment) {

  /** What to do about a finding. */
  public enum Action {
    Off,
    Warn,
    Reject
  }

  /** Words that make mail look like spam. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SpamWords(
      @Default("[\"FREE\", \"URGENT\", \"CLICK HERE\"]")
          @Size(max = 100)
          @JsonPropertyDescription("The words.")
          List<@Size(min = 1, max = 64) String> words,
      @Default("Off") @JsonPropertyDescription("What is done about them.") Action action) {}

  /** A size that is too large. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SizeCheck(
      @Default("100Ki")
          @ValidationRule(value = SchemaRules.IS_SIZE, message = SchemaRules.SIZE)
          @JsonPropertyDescription("Larger messages are found.")
          Quantity over,
      @Default("Off") @JsonPropertyDescription("What is done about them.") Action action) {}
}
