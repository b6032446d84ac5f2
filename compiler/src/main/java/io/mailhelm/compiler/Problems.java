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

/** Collects the problems found so far, and which resources are refused for them. */
final class Problems {
  /**
   * Puts causes first: problems that follow from another resource, and those of Secrets still being
   * made, come last.
   */
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
   * Does the work for one resource. A bug that shows there refuses that resource, and does not stop
   * others.
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

  /** The problem of a refused resource to repair first: never a consequence before its cause. */
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
