package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The declaration of a user. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.localPart) == has(oldSelf.localPart)",
    message = SchemaRules.LOCAL_PART_FIXED)
@ValidationRule(value = "!(has(self.sieve) && has(self.sieveRef))", message = SchemaRules.ONE_SIEVE)
public record MailUserSpec(
    @Required
        @ValidationRule(value = "self == oldSelf", message = SchemaRules.DOMAIN_REF_FIXED)
        @JsonPropertyDescription("The MailDomain of the address. Immutable.")
        NameRef domainRef,
    @Size(min = 1, max = 64)
        @ValidationRule(value = "self == oldSelf", message = SchemaRules.LOCAL_PART_FIXED)
        @JsonPropertyDescription(
            "What stands left of the @; case does not matter. Default: metadata.name. Immutable.")
        String localPart,
    @Size(min = 1, max = 256) @JsonPropertyDescription("The name people see beside the address.")
        String displayName,
    @JsonPropertyDescription(
            "Where the password is. Default: one is generated into the Secret <name>-smtp, with"
                + " username, password, host, port and uri.")
        PasswordSecretRef passwordSecretRef,
    @Size(max = 100)
        @JsonPropertyDescription("Further names left of the @ in the same domain, e.g. sales.")
        List<@Size(min = 1, max = 64) String> aliases,
    @JsonPropertyDescription(
            "The SendPolicy that governs this user. Default: the one that selects it, else the"
                + " domain's with default: true.")
        NameRef sendPolicyRef,
    @Default("{}") @JsonPropertyDescription("How much the mailbox may hold.") QuotaSpec quota,
    @JsonPropertyDescription("Where mail is forwarded to.") ForwardSpec forward,
    @JsonPropertyDescription("An answer to who writes, e.g. while away (RFC 3834).")
        AutoReplySpec autoReply,
    @Size(min = 1, max = 16384)
        @JsonPropertyDescription("A Sieve script (RFC 5228) that sorts what arrives.")
        String sieve,
    @JsonPropertyDescription("The same from a ConfigMap.") SieveRef sieveRef,
    @Default("false") @JsonPropertyDescription("May not log in or send; still receives.")
        Boolean suspended,
    @Default("Retain")
        @JsonPropertyDescription(
            "What becomes of the mailbox when this MailUser is deleted. Retain: it is closed and"
                + " kept. Delete: it is removed.")
        DeletionPolicy deletionPolicy,
    @JsonPropertyDescription(
            "Whether mail of a deleted MailUser of this address and namespace becomes this one's,"
                + " and the password that was generated for it. Address: it does, also beside mail"
                + " that has come since. None: it stays closed. Default: by mailboxes.readopt of the"
                + " MailDomain, when this MailUser is new.")
        Adopt adopt) {

  /** Which mailbox of a deleted user a new one takes up. */
  public enum Adopt {
    /** The closed mailbox of its address. */
    Address,
    /** Nothing. */
    None
  }

  /** A script in a ConfigMap. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SieveRef(
      @Required
          @Size(min = 1, max = 253)
          @Pattern(Patterns.OBJECT_NAME)
          @JsonPropertyDescription("metadata.name of the ConfigMap, in the same namespace.")
          String configMap,
      @Required
          @Size(min = 1, max = 253)
          @Pattern(Patterns.KEY)
          @JsonPropertyDescription("The key in it.")
          String key) {}
}
