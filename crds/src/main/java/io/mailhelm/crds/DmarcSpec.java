package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The DMARC record to publish (RFC 7489). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DmarcSpec(
    @Default("None")
        @JsonPropertyDescription("What receivers are asked to do with mail that fails (p=).")
        Policy policy,
    @JsonPropertyDescription("The same for subdomains (sp=). Default: as policy.")
        Policy subdomainPolicy,
    @Size(max = 10) @JsonPropertyDescription("Mail addresses for aggregate reports (rua=).")
        List<@Size(min = 3, max = 320) String> aggregateReportsTo,
    @Size(max = 10) @JsonPropertyDescription("Mail addresses for failure reports (ruf=).")
        List<@Size(min = 3, max = 320) String> failureReportsTo) {

  /** The policies of DMARC (RFC 7489 §6.3). */
  public enum Policy {
    None,
    Quarantine,
    Reject
  }
}
