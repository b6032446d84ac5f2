package io.mailhelm.compiler.read;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the resources that the texts have given so far. */
final class CollectedResources {
  private final Map<ResourceRef, String> declaredIn = new HashMap<>();
  private final Map<ResourceRef, HasMetadata> resources = new HashMap<>();
  private final Map<SecretName, Map<String, byte[]>> secrets = new HashMap<>();
  private final Map<SecretName, SecretMark> marks = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean incomplete;

  void problem(Problem problem) {
    problems.add(problem);
  }

  /** Notes that something could not be read, and that it is unknown which resources were in it. */
  void incomplete() {
    incomplete = true;
  }

  /**
   * Whether {@code ref} is new. Of two with one name neither counts: it is unknown which one is
   * meant, and the order of files must not decide.
   */
  boolean isNew(ResourceRef ref, String source) {
    var first = declaredIn.putIfAbsent(ref, source);
    if (first == null) {
      return true;
    }
    problems.add(
        new Problem(
            Problem.Severity.Error,
            Reason.DuplicateResource,
            ref,
            "metadata.name",
            first.equals(source)
                ? "is declared twice in %s: keep one".formatted(source)
                : "is declared in %s and in %s: keep one".formatted(first, source)));
    resources.remove(ref);
    if (ref.kind().equals("Secret")) {
      secrets.remove(new SecretName(ref.namespace(), ref.name()));
      marks.remove(new SecretName(ref.namespace(), ref.name()));
    }
    return false;
  }

  void resource(ResourceRef ref, HasMetadata resource) {
    resources.put(ref, resource);
  }

  void secret(ResourceRef ref, Map<String, byte[]> data, Optional<SecretMark> mark) {
    var name = new SecretName(ref.namespace(), ref.name());
    secrets.put(name, data);
    mark.ifPresent(any -> marks.put(name, any));
  }

  Resources resources() {
    return new Resources(
        of(MailDomain.class),
        of(MailUser.class),
        of(SendPolicy.class),
        secrets,
        marks,
        problems,
        incomplete);
  }

  private <T> List<T> of(Class<T> type) {
    return resources.values().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
