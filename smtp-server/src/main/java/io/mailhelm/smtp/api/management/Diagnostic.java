package io.mailhelm.smtp.api.management;

import io.mailhelm.config.Problem;
import io.mailhelm.smtp.api.ObjectMemory;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A problem with a resource and what to do about it, as the compiler reported it. */
@Schema(name = "Diagnostic")
record Diagnostic(
    @Schema(enumeration = {"Error", "Note"}) String severity,
    @Schema(examples = "UnknownField") String reason,
    @Schema(examples = "MailUser default/alice") String resource,
    @Schema(examples = "spec.quota.storage") String path,
    String message) {

  /** The memory they take while they are written. */
  static long octets(List<Problem> problems) {
    return problems.stream().mapToLong(each -> ObjectMemory.of(each.path(), each.message())).sum();
  }

  static List<Diagnostic> of(List<Problem> problems) {
    return problems.stream()
        .map(
            problem ->
                new Diagnostic(
                    problem.severity().name(),
                    problem.reason().name(),
                    problem.resource().toString(),
                    problem.path(),
                    problem.message()))
        .toList();
  }
}
