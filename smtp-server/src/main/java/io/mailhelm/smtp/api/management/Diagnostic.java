package io.mailhelm.smtp.api.management;

import io.mailhelm.config.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What is wrong with a resource and what to do about it, as the compiler said. */
@Schema(name = "Diagnostic")
record Diagnostic(
    @Schema(enumeration = {"Error", "Note"}) String severity,
    @Schema(examples = "UnknownField") String reason,
    @Schema(examples = "MailUser default/alice") String resource,
    @Schema(examples = "spec.quota.storage") String path,
    String message) {

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
