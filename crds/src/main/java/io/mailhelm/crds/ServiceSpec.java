package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** The SMTP Service. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.type != 'ClusterIP' || !has(self.externalTrafficPolicy)",
    message = Rules.TRAFFIC_POLICY)
public record ServiceSpec(
    @Default("LoadBalancer") @JsonPropertyDescription("The Service's type.") Type type,
    @Size(max = 32) @JsonPropertyDescription("Annotations for the load balancer's controller.")
        Map<String, @Size(max = 1024) String> annotations,
    @Size(min = 1, max = 253) @JsonPropertyDescription("The load balancer's class.")
        String loadBalancerClass,
    @JsonPropertyDescription(
            "Local (the default, but for ClusterIP) keeps the peer's address, which limits and SPF"
                + " need; Cluster hides it.")
        ExternalTrafficPolicy externalTrafficPolicy) {

  /** Types of Service. */
  public enum Type {
    LoadBalancer,
    NodePort,
    ClusterIP
  }

  /** Whether the peer's address is kept. */
  public enum ExternalTrafficPolicy {
    Local,
    Cluster
  }
}
