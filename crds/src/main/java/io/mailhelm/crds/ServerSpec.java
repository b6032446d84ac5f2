package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;

/** The servers of a MailDomain: pods in a cluster, this process on a laptop. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.replicas <= 1 || has(self.database)",
    message = SchemaRules.REPLICAS_NEED_DATABASE)
@ValidationRule(
    value = "has(self.database) == has(oldSelf.database)",
    message = SchemaRules.DATABASE_FIXED)
public record ServerSpec(
    @Default("1")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription("How many pods. More than one needs database.")
        Integer replicas,
    @Size(min = 1, max = 512)
        @JsonPropertyDescription("The server's image. Default: the operator's own version.")
        String image,
    @JsonPropertyDescription("CPU and memory of a pod, as in any container.")
        ResourceRequirements resources,
    @JsonPropertyDescription("Where pods run, and what they carry.") PodTemplateSpec podTemplate,
    @JsonPropertyDescription("The volume of the embedded store.") StorageSpec storage,
    @JsonPropertyDescription(
            "Keep mail in PostgreSQL instead of the embedded store. Cannot be added or removed"
                + " later.")
        DatabaseSpec database,
    @Default(ListenerSpec.DEFAULTS)
        @Size(min = 1, max = 16)
        @ValidationRule(
            value = "self.all(l, self.exists_one(m, m.name == l.name))",
            message = SchemaRules.LISTENER_NAMES)
        @JsonPropertyDescription(
            "The ports that speak SMTP. Default: smtp, submission, submissions.")
        List<ListenerSpec> listeners,
    @JsonPropertyDescription("How the ports are reached from outside the cluster.")
        ServiceSpec service,
    @Default("{}") @JsonPropertyDescription("The API of operators: inbox, users, health.")
        ManagementSpec management,
    @Default("{}") @JsonPropertyDescription("The API of applications: sending, DNS tools, pages.")
        MailApiSpec mailApi,
    @JsonPropertyDescription("The public web port: MTA-STS policy, autoconfig.") WebSpec web,
    @Default("{}") @JsonPropertyDescription("The bounds of a session and of all of them.")
        LimitsSpec limits,
    @Size(max = 64)
        @JsonPropertyDescription(
            "CIDRs whose hosts may send to other domains without a login. Default: none. Never a"
                + " range that strangers are seen in, as behind source NAT.")
        List<@Size(min = 1, max = 64) String> relayFrom,
    @Default("5m")
        @Pattern(Patterns.DURATION)
        @Size(max = 32)
        @JsonPropertyDescription("How long what is in flight may take at shutdown.")
        String drainTimeout,
    @Size(max = 64)
        @JsonPropertyDescription(
            "CIDRs that mail may be sent to, and name servers of domains asked in, although they"
                + " are not public: the networks of relays and of tests. Default: none; what DNS"
                + " gives there is not contacted.")
        List<@Size(min = 1, max = 64) String> privateNetworks,
    @JsonPropertyDescription(
            "Whose certificates prove a relay, or the host of an MTA-STS policy, besides the"
                + " authorities of the Java platform: a private authority's.")
        TrustSpec trustedCertificates,
    @Default("{}")
        @JsonPropertyDescription(
            "How long is kept what nobody deletes; mail in mailboxes is not among it.")
        RetentionSpec retention,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Receivers of mail for many domains, besides those known by name (google, microsoft,"
                + " yahoo, apple), or in place of one of them.")
        List<ProviderSpec> providers,
    @Default("Automatic")
        @JsonPropertyDescription(
            "When a newer operator may replace the pods. Automatic: when it is their turn, a few"
                + " servers at once. Manual: when the annotation mailhelm.io/upgrade says so; the"
                + " condition UpToDate has its value.")
        Upgrade upgrade) {
  /** When a newer operator may replace the pods. */
  public enum Upgrade {
    Automatic,
    Manual
  }
}
