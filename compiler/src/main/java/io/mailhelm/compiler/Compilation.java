package io.mailhelm.compiler;

import io.mailhelm.config.Problem;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a compilation.
 *
 * @param config empty when there is no server to run: none is declared, or the declared one was
 *     refused and has no last good form
 * @param problems all of them, sorted, errors first
 * @param certificates facts about the certificate of each MailDomain that has one of its own, by
 *     its {@code metadata.name}
 * @param governing how many MailUsers each SendPolicy governs, by the policy's {@code
 *     metadata.name}
 * @param signing what is declared of the keys of each MailDomain, and their ledger, by its {@code
 *     metadata.name}
 */
public record Compilation(
    Optional<ServerConfig> config,
    List<Problem> problems,
    Map<String, CertificateFacts> certificates,
    Map<String, Integer> governing,
    Map<String, Signing> signing) {
  public Compilation {
    Objects.requireNonNull(config);
    problems = problems.stream().sorted().distinct().toList();
    certificates = Map.copyOf(certificates);
    governing = Map.copyOf(governing);
    signing = Map.copyOf(signing);
  }

  /** The same with another config. */
  public Compilation withConfig(Optional<ServerConfig> other) {
    return new Compilation(other, problems, certificates, governing, signing);
  }

  /** The same with one more problem. */
  public Compilation with(Problem problem) {
    return new Compilation(
        config,
        Stream.concat(problems.stream(), Stream.of(problem)).toList(),
        certificates,
        governing,
        signing);
  }

  /** The problems of each resource, errors first. */
  Map<ResourceRef, List<Problem>> problemsByResource() {
    return problems.stream().collect(Collectors.groupingBy(Problem::resource));
  }

  /** The problems of one resource, errors first. */
  public Stream<Problem> problemsOf(ResourceRef resource) {
    return problems.stream().filter(problem -> problem.resource().equals(resource));
  }
}
