package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.mailhelm.crds.PodSecuritySpec;
import io.mailhelm.crds.PodSecuritySpec.FsGroupChange;
import io.mailhelm.crds.PodSecuritySpec.UserFrom;
import java.util.List;
import java.util.Objects;

/**
 * Makes the security context of a pod: the MailDomain may choose the numbers of user and group, and
 * nothing beyond {@code restricted} Pod Security.
 */
final class PodSecurity {
  /** The user and group of the image. */
  private static final long NOBODY = 65_532;

  private static final PodSecuritySpec DEFAULT =
      new PodSecuritySpec(UserFrom.Image, null, null, null, FsGroupChange.OnRootMismatch, null);

  private PodSecurity() {}

  static PodSecurityContext of(ServerShape shape) {
    var template = shape.spec().podTemplate();
    var declared =
        template == null
            ? DEFAULT
            : Objects.requireNonNullElse(template.securityContext(), DEFAULT);
    var otherwise = declared.userFrom() == UserFrom.Cluster ? null : NOBODY;
    var context =
        new PodSecurityContextBuilder()
            .withRunAsNonRoot(true)
            .withRunAsUser(number(declared.runAsUser(), otherwise))
            .withRunAsGroup(number(declared.runAsGroup(), otherwise))
            .withFsGroup(number(declared.fsGroup(), otherwise))
            // Without it every start walks through all files of the volume.
            .withFsGroupChangePolicy(
                Objects.requireNonNullElse(
                        declared.fsGroupChangePolicy(), FsGroupChange.OnRootMismatch)
                    .name())
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile();
    return context
        .withSupplementalGroups(
            Objects.requireNonNullElse(declared.supplementalGroups(), List.<Integer>of()).stream()
                .distinct()
                .map(Integer::longValue)
                .toList())
        .build();
  }

  private static Long number(Integer declared, Long otherwise) {
    return declared == null ? otherwise : Long.valueOf(declared);
  }
}
