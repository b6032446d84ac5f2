package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Problem.Severity;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Everything found so far, and who is refused for it. */
final class Problems {
  /** What follows from another resource, and what is only being made, come last. */
  static final Comparator<Problem> CAUSES_FIRST =
      Comparator.comparing(Problem::isConsequence)
          .thenComparing(problem -> problem.reason() == Reason.SecretPending)
          .thenComparing(Comparator.naturalOrder());

  private final List<Problem> all = new ArrayList<>();
  private final Set<ResourceRef> refused = new HashSet<>();

  Problems(List<Problem> found) {
    found.forEach(this::add);
  }

  void error(HasMetadata resource, Reason reason, String path, String message) {
    error(ResourceReader.ref(resource), reason, path, message);
  }

  void error(ResourceRef resource, Reason reason, String path, String message) {
    add(new Problem(Severity.Error, reason, resource, path, message));
  }

  void note(HasMetadata resource, Reason reason, String path, String message) {
    add(new Problem(Severity.Note, reason, ResourceReader.ref(resource), path, message));
  }

  /**
   * Does what is to be done for one resource. A fault of ours that it meets refuses that resource,
   * and stops no other.
   */
  void isolated(HasMetadata resource, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      error(
          resource,
          Reason.InternalError,
          "",
          "it cannot be compiled (%s): this is a fault of Mailhelm's, report it with the resource"
              .formatted(e));
    }
  }

  boolean refused(HasMetadata resource) {
    return refused(ResourceReader.ref(resource));
  }

  boolean refused(ResourceRef resource) {
    return refused.contains(resource);
  }

  Stream<ResourceRef> refusedOf(String kind) {
    return refused.stream().filter(resource -> resource.kind().equals(kind));
  }

  /** What is first to be mended of a resource that is refused: no consequence before its cause. */
  Optional<Problem> cause(ResourceRef resource) {
    return all.stream()
        .filter(problem -> problem.isError() && problem.resource().equals(resource))
        .min(CAUSES_FIRST);
  }

  List<Problem> all() {
    return all;
  }

  private void add(Problem problem) {
    all.add(problem);
    if (problem.isError()) {
      refused.add(problem.resource());
    }
  }
}
