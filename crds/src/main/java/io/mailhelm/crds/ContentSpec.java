package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The checks of the content of outgoing mail. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ContentSpec(
    @Default("Off") @JsonPropertyDescription("HTML without a plain-text part.")
        Action plainTextPart,
    @Default("Off") @JsonPropertyDescription("No List-Unsubscribe field (RFC 8058).")
        Action listUnsubscribe,
    @Default("Off") @JsonPropertyDescription("Links through URL shorteners.") Action urlShorteners,
    @JsonPropertyDescription("Words that make mail look like spam.") SpamWords spamWords) {

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
}
