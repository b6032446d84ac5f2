package io.mailhelm.cli.serve;

import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.DomainFindings;
import io.mailhelm.compiler.ObservedState;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.compiler.Statuses;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailUserStatus;
import io.mailhelm.crds.SendPolicyStatus;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.FailurePlace;
import io.mailhelm.smtp.observe.Observer;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports a compilation: logs problems as they come and go, and writes each resource's status. One
 * thread at a time.
 */
final class CompilationReport {
  private final StatusFiles files;
  private final Observer observer;
  private final Clock clock;
  private final Set<Problem> known = new HashSet<>();

  CompilationReport(StatusFiles files, Observer observer, Clock clock) {
    this.files = files;
    this.observer = observer;
    this.clock = clock;
  }

  /**
   * @param running whether the resulting config runs
   * @param findings of domains, by {@code metadata.name}
   * @param server what the server tells
   */
  void compiled(
      FolderInput.Gathered gathered,
      Compilation compilation,
      boolean running,
      Map<String, DomainFindings> findings,
      LaptopObservations server)
      throws IOException {
    diagnose(compilation);
    var statuses =
        new Statuses(
            compilation,
            ObservedState.process(
                    clock.instant(), compilation.config(), running, findings, server.traffic())
                .with(server.policies()));
    var suspended = suspended(gathered);
    var seen = new TreeSet<ResourceRef>();
    for (var subject : gathered.subjects(compilation)) {
      seen.add(subject.ref());
      write(statuses, compilation, subject, suspended.contains(subject.ref()));
    }
    files.keepOnly(seen);
  }

  /** Reports a failure for which no resource is to blame. */
  void failed(Exception failure) {
    observer.on(new Event.Failed(FailurePlace.FOLDER, failure));
  }

  private void diagnose(Compilation compilation) {
    var now = new TreeSet<>(compilation.problems());
    now.stream()
        .filter(problem -> !known.contains(problem))
        .forEach(problem -> tell(problem, false));
    known.stream()
        .filter(problem -> !now.contains(problem))
        .sorted()
        .forEach(problem -> tell(problem, true));
    known.clear();
    known.addAll(now);
  }

  private void tell(Problem problem, boolean resolved) {
    observer.on(new Event.Diagnosed(problem, resolved));
  }

  private static Set<ResourceRef> suspended(FolderInput.Gathered gathered) {
    var resources = gathered.input().resources();
    return Stream.concat(
            resources.users().stream()
                .filter(user -> Boolean.TRUE.equals(user.getSpec().suspended())),
            resources.sendPolicies().stream()
                .filter(policy -> Boolean.TRUE.equals(policy.getSpec().suspended())))
        .map(ResourceReader::ref)
        .collect(Collectors.toSet());
  }

  private void write(
      Statuses statuses, Compilation compilation, StatusSubject subject, boolean suspended)
      throws IOException {
    var ref = subject.ref();
    var notes =
        new StatusFiles.Remarks(
            suspended,
            compilation
                .problemsOf(ref)
                .filter(problem -> !problem.isError())
                .map(Problem::toString)
                .toList());
    switch (ref.kind()) {
      case "MailDomain" ->
          files.update(
              ref, MailDomainStatus.class, notes, old -> statuses.mailDomain(subject, old));
      case "MailUser" ->
          files.update(ref, MailUserStatus.class, notes, old -> statuses.mailUser(subject, old));
      case "SendPolicy" ->
          files.update(
              ref, SendPolicyStatus.class, notes, old -> statuses.sendPolicy(subject, old));
      default -> files.update(ref, Refused.class, notes, old -> refused(compilation, subject));
    }
  }

  /**
   * The status of what has none of its own, such as a Secret or an unreadable file: its problems.
   */
  private Refused refused(Compilation compilation, StatusSubject subject) {
    var problem = compilation.problemsOf(subject.ref()).findFirst().orElseThrow();
    return new Refused(
        List.of(
            new Condition(
                "Ready",
                problem.isError() ? "False" : "True",
                problem.reason().name(),
                problem.message(),
                clock.instant().toString(),
                0L)));
  }

  /** The part of a status, for a refused resource, that {@code mailhelm status} shows. */
  private record Refused(List<Condition> conditions) {}
}
