package io.mailhelm.compiler;

import io.mailhelm.config.Domain;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the conditions of one resource from a compilation and from the config that runs. */
final class ResourceOutcomes {
  private static final int SENTENCES = 20;
  private static final Set<Reason> MAY_COME =
      Set.of(
          Reason.SecretPending,
          Reason.SecretNotFound,
          Reason.DomainNotFound,
          Reason.SendPolicyNotFound,
          Reason.ReferenceRefused,
          Reason.IssuerNotFound);

  private final Map<ResourceRef, List<Problem>> problems;
  private final ObservedState observed;

  ResourceOutcomes(Compilation compilation, ObservedState observed) {
    this.problems = compilation.problemsByResource();
    this.observed = observed;
  }

  ConditionOutcome applied(ResourceRef resource) {
    return refused(resource)
        .or(() -> observed.refusal().map(text -> ConditionOutcome.no("Refused", text)))
        .orElseGet(
            () ->
                runs(
                    observed.running().isPresent(), observed.running().equals(observed.offered())));
  }

  /**
   * Whether the compiled form of a resource is the one that runs.
   *
   * @param wanted its compiled form; empty when there is none
   * @param runs its form in the last config that every server ran
   */
  ConditionOutcome inForce(ResourceRef resource, Optional<?> wanted, Optional<?> runs) {
    return refused(resource)
        .orElseGet(
            () -> runs(observed.settled().isPresent(), wanted.isPresent() && wanted.equals(runs)));
  }

  /** Why no server runs what is declared, as far as that is known. */
  private String because() {
    return observed
        .refusal()
        .or(
            () ->
                observed
                    .pods()
                    .flatMap(ObservedState.Pods::failure)
                    .filter(PodFailure::keepsFromRunning)
                    .map(PodFailure::sentence))
        .map(why -> ": " + why)
        .orElse("");
  }

  private Optional<ConditionOutcome> refused(ResourceRef resource) {
    var errors = errors(resource);
    return errors.isEmpty()
        ? Optional.empty()
        : Optional.of(ConditionOutcome.no(errors.getFirst().reason().name(), sentences(errors)));
  }

  private ConditionOutcome runs(boolean answered, boolean everywhere) {
    if (!answered) {
      return ConditionOutcome.unknown("NotChecked", "no server has answered" + because());
    }
    return everywhere
        ? ConditionOutcome.yes("Applied", "every server runs it")
        : ConditionOutcome.no("Pending", "not every server runs it yet" + because());
  }

  /**
   * {@code Stalled}: True where only a person can repair it. What is missing may still be on its
   * way: a person who applies a folder, or waits for an issuer, need not be told of a failure.
   */
  ConditionOutcome stalled(ResourceRef resource) {
    var errors =
        errors(resource).stream().filter(error -> !MAY_COME.contains(error.reason())).toList();
    return errors.isEmpty()
        ? ConditionOutcome.no("Compiles", "nothing waits for a person")
        : ConditionOutcome.yes(errors.getFirst().reason().name(), sentences(errors));
  }

  ConditionOutcome tls(Optional<Domain> domain, Optional<CertificateFacts> certificate) {
    if (certificate.isEmpty()) {
      return domain.isPresent()
          ? ConditionOutcome.unknown("LastGood", "the certificate in use is an earlier one")
          : ConditionOutcome.no("NoCertificate", "there is none to use");
    }
    var facts = certificate.get();
    if (facts.notAfter().isBefore(observed.now())) {
      return ConditionOutcome.no("Expired", "it ended at %s: renew it".formatted(facts.notAfter()));
    }
    return facts.selfSigned()
        ? ConditionOutcome.yes("SelfSigned", "encrypts, but proves nothing to strangers")
        : ConditionOutcome.yes("Valid", "issued by " + facts.issuer());
  }

  /** The outcome {@code ready}, with notes on what of the resource has no effect. */
  ConditionOutcome noted(ResourceRef resource, ConditionOutcome ready) {
    var notes =
        problems.getOrDefault(resource, List.of()).stream()
            .filter(problem -> !problem.isError())
            .toList();
    return notes.isEmpty()
        ? ready
        : new ConditionOutcome(
            ready.status(),
            ready.reason(),
            "%s; note: %s".formatted(ready.message(), sentences(notes)));
  }

  private List<Problem> errors(ResourceRef resource) {
    var errors =
        problems.getOrDefault(resource, List.of()).stream()
            .filter(Problem::isError)
            .sorted(Problems.CAUSES_FIRST)
            .toList();
    var others = errors.stream().filter(error -> error.reason() != Reason.SecretPending).toList();
    // What is only being made is no news beside what is wrong.
    return others.isEmpty() ? errors : others;
  }

  private static String sentences(List<Problem> problems) {
    return problems.stream()
        .limit(SENTENCES)
        .map(
            problem ->
                problem.path().isEmpty()
                    ? problem.message()
                    : problem.path() + ": " + problem.message())
        .collect(Collectors.joining("; "));
  }
}
