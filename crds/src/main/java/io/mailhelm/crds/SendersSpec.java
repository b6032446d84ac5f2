package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The addresses that users may use as sender, in the envelope and in the From field. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SendersSpec(
    @Default("OwnAddresses")
        @JsonPropertyDescription(
            "OwnAddresses: the user's address and aliases. OwnDomain: any address of the domain."
                + " Any: any address, but those of other MailDomains of the same server that do not"
                + " grant it.")
        From from,
    @Size(max = 100)
        @JsonPropertyDescription(
            "Further addresses they may send as: name@domain, *@domain, *@*.domain. In a"
                + " domain of another MailDomain of the same server that one has to grant it, by"
                + " dkim.grantedTo.")
        List<@Size(min = 2, max = 320) String> allow,
    @Size(max = 100)
        @JsonPropertyDescription(
            "Addresses they may not send as, in the same forms, whatever else allows them.")
        List<@Size(min = 2, max = 320) String> deny) {

  /** The addresses that a user may use as sender. */
  public enum From {
    OwnAddresses,
    OwnDomain,
    Any
  }
}
