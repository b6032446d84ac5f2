package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.Surrogates;

/**
 * Reports names of other resources that lead to nothing that runs: either nothing of that name is
 * declared, or it is refused, and the report says why.
 */
final class References {
  /** Characters that are quoted; a longer message can be read at the resource itself. */
  private static final int QUOTED_AT_MOST = 300;

  private final CompilerInput input;
  private final Problems problems;

  References(CompilerInput input, Problems problems) {
    this.input = input;
    this.problems = problems;
  }

  /**
   * Reports a name that leads to nothing.
   *
   * @param resource the resource that has the name
   * @param path the field; {@code kind} and {@code name} are its value
   * @param absent the reason where nothing of that name is declared
   */
  void missing(HasMetadata resource, String path, String kind, String name, Reason absent) {
    if (isRefused(resource, kind, name)) {
      refused(resource, path, kind, name);
    } else {
      problems.error(
          resource,
          absent,
          path,
          "there is no %s %s in this namespace: declare it, or name another".formatted(kind, name));
    }
  }

  /** Reports the name of a refused resource. */
  void refused(HasMetadata resource, String path, String kind, String name) {
    problems.error(
        resource,
        Reason.ReferenceRefused,
        path,
        refusal(new ResourceRef(kind, ResourceReader.ref(resource).namespace(), name)));
  }

  /**
   * A sentence that says that a resource is refused and why, so that the reader need not look there
   * first.
   */
  String refusal(ResourceRef ref) {
    var what = "%s %s".formatted(ref.kind(), ref.name());
    return problems
        .cause(ref)
        .map(
            cause ->
                cause.reason() == Reason.SecretPending
                    ? "%s is not ready: %s".formatted(what, words(cause))
                    : "%s is refused, mend that first: %s".formatted(what, words(cause)))
        .orElse(what + " is refused, or cannot be read: mend that first");
  }

  private static String words(Problem cause) {
    var text = cause.path().isEmpty() ? cause.message() : cause.path() + ": " + cause.message();
    return Surrogates.shortened(text, QUOTED_AT_MOST);
  }

  /** Whether a resource of that name is refused, or may be in a text that cannot be read. */
  boolean isRefused(HasMetadata near, String kind, String name) {
    return problems.refused(new ResourceRef(kind, ResourceReader.ref(near).namespace(), name))
        || input.resources().incomplete();
  }
}
