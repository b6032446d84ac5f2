package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.util.List;
import java.util.Map;

/** Where pods run, in Kubernetes' own terms. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodTemplateSpec(
    @Size(max = 32) @JsonPropertyDescription("Labels a node must have.")
        Map<String, @Size(max = 63) String> nodeSelector,
    @Size(max = 32) @JsonPropertyDescription("Taints pods tolerate.") List<Toleration> tolerations,
    @JsonPropertyDescription("Affinity of pods.") Affinity affinity,
    @Size(max = 16) @JsonPropertyDescription("How pods spread.")
        List<TopologySpreadConstraint> topologySpreadConstraints) {}
