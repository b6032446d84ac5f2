package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.Server;
import io.mailhelm.crds.MailDomain;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides which MailDomain is the server, and which ones live on it. */
final class Hosting {
  private final CompilerInput input;
  private final List<MailDomain> declared;
  private final Problems problems;
  private final References references;
  private final Optional<MailDomain> host;
  private final Optional<String> lastHost;

  /**
   * @param declared by seniority
   */
  Hosting(CompilerInput input, List<MailDomain> declared, LastGood lastGood, Problems problems) {
    this.input = input;
    this.declared = declared;
    this.problems = problems;
    this.references = new References(input, problems);
    this.lastHost = lastGood.server().map(Server::domain);
    // One that says both is refused for it, and is no reason to refuse another.
    var hosts =
        declared.stream()
            .filter(domain -> domain.getSpec().server() != null)
            .filter(domain -> domain.getSpec().serverRef() == null)
            .toList();
    this.host =
        hosts.stream()
            .filter(domain -> lastHost.equals(Optional.of(domain.getMetadata().getName())))
            .findFirst()
            .or(() -> hosts.stream().findFirst());
    hosts.stream().filter(domain -> !host.equals(Optional.of(domain))).forEach(this::oneTooMany);
    missingHost();
  }

  /** {@code metadata.name} of the MailDomain whose server it is. */
  Optional<String> name() {
    return host.map(domain -> domain.getMetadata().getName()).or(() -> lastHost);
  }

  /** The namespace of everything on this server. */
  String namespace() {
    return host.map(domain -> ResourceReader.ref(domain).namespace())
        .or(
            () ->
                problems.all().stream()
                    .map(problem -> problem.resource())
                    .filter(ref -> ref.kind().equals("MailDomain"))
                    .filter(ref -> lastHost.equals(Optional.of(ref.name())))
                    .map(ResourceRef::namespace)
                    .findFirst())
        .or(
            () ->
                declared.stream().map(domain -> ResourceReader.ref(domain).namespace()).findFirst())
        .or(
            () ->
                input.lastGood().stream()
                    .flatMap(config -> config.users().stream())
                    .map(user -> user.resource().namespace())
                    .findFirst())
        .orElse("default");
  }

  /** Checks that a hosted domain's host exists, has a server, and is the one that runs. */
  void check(MailDomain domain) {
    var ref = domain.getSpec().serverRef();
    if (ref == null) {
      return;
    }
    var path = "spec.serverRef.name";
    var target = Hostnames.find(declared, domain, ref.name());
    if (target.isEmpty()) {
      if (lastHost.equals(Optional.of(ref.name()))) {
        return; // It runs on; missingHost() or the reader says what is wrong with it.
      }
      references.missing(domain, path, "MailDomain", ref.name(), Reason.DomainNotFound);
    } else if (target.get().getSpec().server() != null
        && target.get().getSpec().serverRef() != null) {
      references.refused(domain, path, "MailDomain", ref.name());
    } else if (target.get().getSpec().server() == null) {
      problems.error(
          domain,
          Reason.ServerRefInvalid,
          path,
          "MailDomain %s has no server of its own: name one that has".formatted(ref.name()));
    } else if (!host.equals(target)) {
      problems.error(
          domain,
          Reason.ServerRefInvalid,
          path,
          "the server of MailDomain %s does not run: name %s"
              .formatted(ref.name(), name().orElse("another")));
    }
  }

  private void oneTooMany(MailDomain domain) {
    problems.error(
        domain,
        Reason.TooManyServers,
        "spec.server",
        "one process is one server, and that is MailDomain %s's: write serverRef: {name: %s} instead"
            .formatted(name().orElse(""), name().orElse("")));
  }

  /** Reports a host that is gone while others live on it; it runs on. */
  private void missingHost() {
    if (host.isPresent() || lastHost.isEmpty() || input.resources().incomplete()) {
      return;
    }
    var ref = new ResourceRef("MailDomain", namespace(), lastHost.get());
    var guests =
        declared.stream()
            .filter(domain -> domain.getSpec().serverRef() != null)
            .filter(domain -> domain.getSpec().serverRef().name().equals(ref.name()))
            .map(domain -> domain.getMetadata().getName())
            .sorted()
            .collect(Collectors.joining(", "));
    if (!guests.isEmpty() && !problems.refused(ref)) {
      problems.error(
          ref,
          Reason.HasHostedDomains,
          "",
          "is gone, and %s still live on its server, which runs on: declare it again, or delete them"
              .formatted(guests));
    }
  }
}
