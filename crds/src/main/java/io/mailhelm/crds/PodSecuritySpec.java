package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The user and groups that pods run as, within the Pod Security level {@code restricted}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSecuritySpec(
    @Default("Image")
        @JsonPropertyDescription(
            "What of user and groups is not named here. Image: 65532, as the image says. Cluster:"
                + " it is left out, and the cluster gives them, as OpenShift does to each"
                + " namespace.")
        UserFrom userFrom,
    @Min(1) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("The user; never root.")
        Integer runAsUser,
    @Min(1) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("The group.") Integer runAsGroup,
    @Min(1) @Max(Integer.MAX_VALUE) @JsonPropertyDescription("The group that volumes are given to.")
        Integer fsGroup,
    @Default("OnRootMismatch")
        @JsonPropertyDescription(
            "When volumes are given to fsGroup. OnRootMismatch: when the volume's own folder is"
                + " another's. Always: at every start, which walks through all files.")
        FsGroupChange fsGroupChangePolicy,
    @Size(max = 16) @JsonPropertyDescription("Further groups, as a file server may want.")
        List<@Min(1) @Max(Integer.MAX_VALUE) Integer> supplementalGroups) {

  /** Who chooses the user and groups. */
  public enum UserFrom {
    Image,
    Cluster
  }

  /** When volumes are given to a group. */
  public enum FsGroupChange {
    OnRootMismatch,
    Always
  }
}
