package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;

/** The SMTP Service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.type != 'ClusterIP' || !has(self.externalTrafficPolicy)",
    message = SchemaRules.TRAFFIC_POLICY)
@ValidationRule(
    value = "self.type == 'LoadBalancer' || !has(self.loadBalancerSourceRanges)",
    message = SchemaRules.SOURCE_RANGES)
@ValidationRule(
    value = "self.type != 'ClusterIP' || !has(self.nodePorts)",
    message = SchemaRules.NODE_PORTS)
@ValidationRule(
    value =
        "!has(self.ipFamilies) || self.ipFamilies.size() < 2"
            + " || (has(self.ipFamilyPolicy) && self.ipFamilyPolicy != 'SingleStack')",
    message = SchemaRules.TWO_FAMILIES)
public record ServiceSpec(
    @Default("LoadBalancer") @JsonPropertyDescription("The Service's type.") Type type,
    @Size(max = 32) @JsonPropertyDescription("Labels of the Service, beside Mailhelm's own.")
        Map<String, @Size(max = 63) String> labels,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Annotations for the load balancer's controller. Names for external-dns only within"
                + " domain.")
        Map<String, @Size(max = 1024) String> annotations,
    @Size(min = 1, max = 253) @JsonPropertyDescription("The load balancer's class.")
        String loadBalancerClass,
    @Size(max = 64)
        @JsonPropertyDescription(
            "CIDRs that the load balancer lets in, where it can; it counts for all ports, 25 among"
                + " them. Default: everyone.")
        List<@Size(min = 1, max = 64) String> loadBalancerSourceRanges,
    @JsonPropertyDescription(
            "Local (the default, but for ClusterIP) keeps the peer's address, which limits and SPF"
                + " need; Cluster hides it.")
        ExternalTrafficPolicy externalTrafficPolicy,
    @JsonPropertyDescription(
            "Whether it has addresses of both families. Default: as it is; one family for a new"
                + " one.")
        IpFamilyPolicy ipFamilyPolicy,
    @Size(min = 1, max = 2)
        @ValidationRule(
            value = "self.size() < 2 || self[0] != self[1]",
            message = SchemaRules.FAMILIES_ONCE)
        @JsonPropertyDescription(
            "Which families, the first one first. The first cannot be changed later.")
        List<IpFamily> ipFamilies,
    @Size(max = 17)
        @ValidationRule(
            value =
                "self.all(p, self.exists_one(q, q.port == p.port)"
                    + " && self.exists_one(q, q.nodePort == p.nodePort))",
            message = SchemaRules.NODE_PORTS_ONCE)
        @JsonPropertyDescription(
            "Ports of the nodes. Default: as they are; the cluster's choice for new ones.")
        List<NodePort> nodePorts) {

  /** A port on all nodes that leads to a port of the Service. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record NodePort(
      @Required
          @Min(1)
          @Max(65535)
          @JsonPropertyDescription("A listener's port as declared, or 443 of the web.")
          Integer port,
      @Required
          @Min(1)
          @Max(65535)
          @JsonPropertyDescription("The nodes', of the range the cluster has, e.g. 30000 to 32767.")
          Integer nodePort) {}

  /** The types of a Service. */
  public enum Type {
    LoadBalancer,
    NodePort,
    ClusterIP
  }

  /** Whether the Service preserves the client's address. */
  public enum ExternalTrafficPolicy {
    Local,
    Cluster
  }

  /** Whether a Service has one family of addresses or both. */
  public enum IpFamilyPolicy {
    SingleStack,
    PreferDualStack,
    RequireDualStack
  }

  /** The families of IP addresses. */
  public enum IpFamily {
    IPv4,
    IPv6
  }

  /** The Service where nothing is declared of it. */
  public static final ServiceSpec DEFAULT =
      new ServiceSpec(Type.LoadBalancer, null, null, null, null, null, null, null, null);
}
