package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;

/**
 * Reports names of other resources that lead to nothing that runs: because there is nothing, or
 * because what is there is refused, which then says why.
 */
final class References {
  private final Input input;
  private final Problems problems;

  References(Input input, Problems problems) {
    this.input = input;
    this.problems = problems;
  }

  /**
   * Reports a name that leads nowhere.
   *
   * @param resource what has it
   * @param path the field, and {@code kind} and {@code name} what is in it
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

  /** Reports a name of what is refused. */
  void refused(HasMetadata resource, String path, String kind, String name) {
    problems.error(
        resource,
        Reason.ReferenceRefused,
        path,
        "%s %s is refused, or cannot be read: mend that first".formatted(kind, name));
  }

  /** Whether something of that name is refused, or may be in a text that nobody can read. */
  boolean isRefused(HasMetadata near, String kind, String name) {
    return problems.refused(new ResourceRef(kind, ResourceReader.ref(near).namespace(), name))
        || input.resources().incomplete();
  }
}
