package io.mailhelm.compiler.read;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.config.Problem;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads resources from an API server again and again, and skips what has not changed since the last
 * time. One thread at a time.
 */
public final class IncrementalReader {
  private Map<ResourceRef, Known> known = new HashMap<>();

  private record Known(List<Object> declaration, SpecBinding.Bound bound) {}

  /**
   * The declared part of a resource: equal for two that differ only in their status. The generation
   * stands for the spec.
   */
  public static List<Object> declaration(HasMetadata resource) {
    var metadata = resource.getMetadata();
    return List.of(
        Optional.ofNullable(metadata.getUid()),
        Optional.ofNullable(metadata.getGeneration()),
        Optional.ofNullable(metadata.getDeletionTimestamp()),
        Optional.ofNullable(metadata.getLabels()),
        Optional.ofNullable(metadata.getAnnotations()));
  }

  /** As {@link ResourceReader#adopt}; for resources that have a generation. */
  public Resources adopt(
      List<MailDomain> domains,
      List<MailUser> users,
      List<SendPolicy> sendPolicies,
      Map<SecretName, Map<String, byte[]>> secrets) {
    var problems = new ArrayList<Problem>();
    var seen = new HashMap<ResourceRef, Known>();
    var resources =
        new Resources(
            complete(Schemas.MAIL_DOMAIN, MailDomain.class, domains, problems, seen),
            complete(Schemas.MAIL_USER, MailUser.class, users, problems, seen),
            complete(Schemas.SEND_POLICY, SendPolicy.class, sendPolicies, problems, seen),
            secrets,
            Map.of(),
            problems,
            false);
    known = seen;
    return resources;
  }

  private <T extends HasMetadata> List<T> complete(
      Schemas schema,
      Class<T> type,
      List<T> resources,
      List<Problem> problems,
      Map<ResourceRef, Known> seen) {
    var complete = new ArrayList<T>();
    for (var resource : resources) {
      var ref = ResourceReader.ref(resource);
      var declaration = declaration(resource);
      var bound =
          Optional.ofNullable(known.get(ref))
              .filter(last -> last.declaration().equals(declaration))
              .map(Known::bound)
              .orElseGet(() -> SpecBinding.complete(schema, resource));
      seen.put(ref, new Known(declaration, bound));
      bound.findings().forEach(finding -> problems.add(finding.of(ref)));
      bound.resource().map(type::cast).ifPresent(complete::add);
    }
    return complete;
  }
}
