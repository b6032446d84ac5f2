package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The recipients elsewhere to whom users may send: a guard for what must never mail people. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.redirectTo) == (self.others == 'Redirect')",
    message = SchemaRules.REDIRECT)
public record RecipientsSpec(
    @Size(max = 100)
        @JsonPropertyDescription(
            "Only these: name@domain, *@domain, *@*.domain. Default: everybody.")
        List<@Size(min = 1, max = 320) String> allow,
    @Size(max = 100)
        @JsonPropertyDescription("Never these, in the same forms, whatever allow says.")
        List<@Size(min = 1, max = 320) String> deny,
    @Default("Reject")
        @JsonPropertyDescription(
            "Mail for recipients that allow does not list. Reject: refused. Capture: kept in the"
                + " sender's mailbox, and never sent. Redirect: goes to redirectTo, and says whom it"
                + " was for.")
        Others others,
    @Size(min = 3, max = 320)
        @JsonPropertyDescription("Where such mail goes with others: Redirect.")
        String redirectTo) {

  /** What happens to mail for recipients that are not allowed. */
  public enum Others {
    Reject,
    Capture,
    Redirect
  }
}
