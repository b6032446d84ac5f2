package io.mailhelm.operator.it;

import java.util.Set;

/**
 * A request as the API server noted it. What it does not have is empty.
 *
 * @param user who asked, e.g. {@code system:serviceaccount:mail:mailhelm-operator}
 * @param verb e.g. {@code get}, {@code list}, {@code watch}, {@code patch}
 * @param group API group of the resource; empty: core
 * @param resource plural, e.g. {@code statefulsets}
 * @param subresource e.g. {@code status}
 * @param code HTTP status of the answer
 */
public record AuditEntry(
    String user,
    String verb,
    String group,
    String resource,
    String subresource,
    String namespace,
    String name,
    int code) {
  private static final Set<String> READING = Set.of("get", "list", "watch");

  /** Whether it asked for a change, granted or not. */
  public boolean isWrite() {
    return !READING.contains(verb);
  }

  /** As a rule of RBAC names it, e.g. {@code mailhelm.io/maildomains/status}. */
  public String what() {
    return (group.isEmpty() ? "" : group + "/")
        + resource
        + (subresource.isEmpty() ? "" : "/" + subresource);
  }
}
