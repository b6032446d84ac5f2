package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;

/** Where pods run and what is set on them, in the terms of Kubernetes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplateSpec(
    @Size(max = 32)
        @JsonPropertyDescription(
            "Labels of pods, beside Mailhelm's own. Only those that the chart's allow.pods.labels"
                + " lists.")
        Map<String, @Size(max = 63) String> labels,
    @Size(max = 32)
        @JsonPropertyDescription(
            "Annotations of pods. Only those that the chart's allow.pods.annotations lists.")
        Map<String, @Size(max = 4096) String> annotations,
    @Size(max = 32) @JsonPropertyDescription("Labels a node must have.")
        Map<String, @Size(max = 63) String> nodeSelector,
    @Size(max = 32) @JsonPropertyDescription("Taints pods tolerate.") List<Toleration> tolerations,
    @JsonPropertyDescription("Affinity of pods.") Affinity affinity,
    @Size(max = 16) @JsonPropertyDescription("How pods spread.")
        List<TopologySpreadConstraint> topologySpreadConstraints,
    @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription(
            "The PriorityClass of pods. Only one that the chart's allow.pods.priorityClasses"
                + " lists.")
        String priorityClassName,
    @Size(max = 8)
        @JsonPropertyDescription(
            "Secrets of the namespace that nodes pull the image with. Only nodes read them.")
        List<NameRef> imagePullSecrets,
    @Size(min = 1, max = 253)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription(
            "The ServiceAccount of pods, for its pull secrets and what the cluster grants by it."
                + " They get no token of it. Only one that the chart's allow.pods.serviceAccounts"
                + " lists. Default: the namespace's default.")
        String serviceAccountName,
    @Size(max = 32)
        @ValidationRule(
            value = "self.all(v, self.exists_one(w, w.name == v.name))",
            message = SchemaRules.VARIABLE_NAMES)
        @JsonPropertyDescription(
            "Variables of the server's environment. Only those that the chart's allow.pods.env"
                + " lists.")
        List<VariableSpec> env,
    @JsonPropertyDescription(
            "User and groups of pods. All else of it is fixed: pods keep to the Pod Security level"
                + " restricted.")
        PodSecuritySpec securityContext) {

  /** A variable of the environment. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record VariableSpec(
      @Required
          @Size(min = 1, max = 128)
          @Pattern(Patterns.VARIABLE)
          @JsonPropertyDescription("Its name.")
          String name,
      @Size(max = 4096) @JsonPropertyDescription("Its value. Default: nothing.") String value) {}
}
