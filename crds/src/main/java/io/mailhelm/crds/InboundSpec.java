package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** The rules for mail from outside. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InboundSpec(
    @Default("Refuse")
        @JsonPropertyDescription(
            "Mail from outside, without a login, that names an address of this domain in MAIL FROM."
                + " Accept it only where other servers send this domain's mail to this one.")
        OwnDomainSenders ownDomainSenders) {

  /** What happens to mail from outside with a sender of our own domain. */
  public enum OwnDomainSenders {
    Refuse,
    Accept
  }
}
