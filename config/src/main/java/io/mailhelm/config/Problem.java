package io.mailhelm.config;

import java.util.Comparator;
import java.util.Objects;

/**
 * A diagnosis: what is wrong with a resource and what to do about it. The compiler makes it, the
 * operator writes it to a status, a server shows it in {@code GET /health}.
 *
 * @param severity whether the resource is refused
 * @param reason for programs
 * @param resource the resource at fault
 * @param path the field, e.g. {@code spec.server.listeners[1].port}; empty for the resource as a
 *     whole
 * @param message a sentence that says what to do
 */
public record Problem(
    Severity severity, Reason reason, ResourceRef resource, String path, String message)
    implements Comparable<Problem> {
  /** Whether the resource is refused. */
  public enum Severity {
    /** It is refused: its last good fragment still runs. */
    Error,
    /** It runs; something in it has no effect here. */
    Note
  }

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::severity)
          .thenComparing(Problem::resource)
          .thenComparing(Problem::path)
          .thenComparing(Problem::reason)
          .thenComparing(Problem::message);

  public Problem {
    Objects.requireNonNull(severity);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(resource);
    Objects.requireNonNull(path);
    Objects.requireNonNull(message);
  }

  /** Whether the resource is refused for it. */
  public boolean isError() {
    return severity == Severity.Error;
  }

  /** Whether it only follows from a problem of another resource, which reports it. */
  public boolean isConsequence() {
    return reason == Reason.ReferenceRefused;
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** One line, as {@code mailhelm validate} prints it. */
  @Override
  public String toString() {
    return "%s %s: %s%s [%s]"
        .formatted(
            severity.name().toLowerCase(java.util.Locale.ROOT),
            resource,
            path.isEmpty() ? "" : path + ": ",
            message,
            reason);
  }
}
