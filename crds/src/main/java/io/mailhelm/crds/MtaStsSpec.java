package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** The MTA-STS policy to publish (RFC 8461). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MtaStsSpec(
    @Default("None")
        @JsonPropertyDescription("Whether senders must use TLS to us: None, Testing or Enforce.")
        Mode mode,
    @Default("168h")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("How long senders may remember the policy; at most 8766h.")
        String maxAge) {

  /** The modes of MTA-STS (RFC 8461 §3.2). */
  public enum Mode {
    None,
    Testing,
    Enforce
  }
}
