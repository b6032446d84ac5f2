package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** DKIM keys (RFC 6376) and how they change. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.secretRef) || !has(self.selector)",
    message = SchemaRules.SELECTOR_NEEDS_SECRET)
@ValidationRule(
    value = "has(self.selector) || !has(self.secretRef)",
    message = SchemaRules.SECRET_NEEDS_SELECTOR)
public record DkimSpec(
    @Default("[\"Rsa2048\", \"Ed25519\"]")
        @Size(min = 1, max = 2)
        @JsonPropertyDescription(
            "One key each. Rsa2048 is what everyone verifies, Ed25519 is short (RFC 8463).")
        List<Algorithm> algorithms,
    @Default(DkimSpec.ROTATE_AFTER)
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription(
            "How long a key signs before the next one takes over, once the world sees its"
                + " record; 1s or more.")
        String rotateAfter,
    @Default(DkimSpec.RETIRE_AFTER)
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription(
            "How long the old key's record stays published after that; 1s or more.")
        String retireAfter,
    @Default(DkimSpec.DELETE_AFTER)
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("How long the old private key is kept after that; 1s or more.")
        String deleteAfter,
    @JsonPropertyDescription(
            "A Secret (in a cluster labelled mailhelm.io/use: dkim) with a key of your own, in PEM:"
                + " <selector>.key, <selector>.pem or its only entry. It signs alone, and nothing"
                + " rotates by itself.")
        NameRef secretRef,
    @Size(min = 1, max = 63)
        @Pattern(Patterns.LABEL)
        @JsonPropertyDescription(
            "The selector of the key in secretRef, whose record is <selector>._domainkey.<domain>.")
        String selector,
    @Size(max = 64)
        @JsonPropertyDescription(
            "MailDomains of the same servers, by metadata.name, whose users may send as this"
                + " domain, where their policy says so too; its keys sign that mail. Default:"
                + " none.")
        List<@Size(min = 1, max = 40) String> grantedTo) {

  /** How long a key signs where nothing is declared. */
  public static final String ROTATE_AFTER = "2160h";

  /** How long its record stays published after that. */
  public static final String RETIRE_AFTER = "168h";

  /** How long the private key is kept after that. */
  public static final String DELETE_AFTER = "720h";

  /** The algorithm of a signature. */
  public enum Algorithm {
    Rsa2048,
    Ed25519
  }
}
