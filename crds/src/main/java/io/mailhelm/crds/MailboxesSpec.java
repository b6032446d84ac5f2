package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;

/** Addresses of a domain that need no MailUser of their own. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MailboxesSpec(
    @Size(min = 1, max = 320)
        @JsonPropertyDescription(
            "A user's address that takes mail for names nobody has, as alice or alice@example.com."
                + " Default: none; such mail is refused.")
        String catchAll,
    @Size(min = 1, max = 320)
        @JsonPropertyDescription(
            "A user's address that takes mail for postmaster, as alice or alice@example.com."
                + " Default: a user or alias of that name, else a mailbox of its own (RFC 5321"
                + " §4.5.1).")
        String postmaster,
    @Default("true")
        @JsonPropertyDescription("Whether alice+anything is delivered to alice (RFC 5233).")
        Boolean subaddressing,
    @Default("90s")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription(
            "How long a user's password is taken after it was changed, by PLAIN, LOGIN and the APIs"
                + " (SCRAM knows the new one only), so that programs have time to get the new one; 0s:"
                + " not at all, at most 24h. Not of a user that is suspended.")
        String passwordGrace,
    @Default("SameNamespace")
        @JsonPropertyDescription(
            "Whether a new MailUser takes up the mail of a deleted one of the same address, where"
                + " that was kept (deletionPolicy: Retain), and its generated password."
                + " SameNamespace: where both are of one namespace. Never: unless it says adopt:"
                + " Address.")
        Readopt readopt) {

  /** Whose mailbox a new user takes up. */
  public enum Readopt {
    /** The mailbox of a deleted user of the same address and namespace. */
    SameNamespace,
    /** None. */
    Never
  }
}
