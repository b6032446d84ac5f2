package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The SPF record to publish (RFC 7208). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SpfSpec(
    @Default("SoftFail")
        @JsonPropertyDescription(
            "What receivers are told of mail from elsewhere. SoftFail: ~all, Fail: -all, Neutral:"
                + " ?all.")
        Policy policy,
    @Size(max = 10) @JsonPropertyDescription("Domains whose senders may send too (include:).")
        List<@Size(min = 1, max = 253) String> include,
    @Size(max = 32)
        @JsonPropertyDescription("Further addresses that may send, as CIDRs (ip4:, ip6:).")
        List<@Size(min = 1, max = 64) String> addresses) {

  /** The qualifier of the last mechanism. */
  public enum Policy {
    SoftFail,
    Fail,
    Neutral
  }
}
