package io.mailhelm.compiler;

import io.mailhelm.config.AddressPattern;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compiles SendPolicies into the policies that the server enforces. */
final class PolicyPass {
  private final CompilerInput input;
  private final LastGood lastGood;
  private final Problems problems;
  private final RunningDomains domains;
  private final RoutePass routes;
  private final WarmUpPass warmUps;
  private final List<io.mailhelm.crds.SendPolicy> declared;

  PolicyPass(
      CompilerInput input,
      LastGood lastGood,
      Problems problems,
      RunningDomains domains,
      RelayLogins logins) {
    this.input = input;
    this.lastGood = lastGood;
    this.problems = problems;
    this.domains = domains;
    this.routes =
        new RoutePass(
            logins, domains.server().map(Server::privateNetworks).orElse(List.of()), problems);
    this.warmUps =
        new WarmUpPass(routes, domains.server().map(Server::providers).orElse(List.of()), problems);
    this.declared =
        input.resources().sendPolicies().stream()
            .filter(policy -> !Seniority.isGoing(policy))
            .sorted(Seniority.on(input.platform(), lastGood::runsPolicy))
            .toList();
  }

  /** The policies that run, by {@code metadata.name}. */
  SortedMap<String, SendPolicy> run() {
    oneDefaultPerDomain();
    var running = new TreeMap<String, SendPolicy>();
    for (var policy : declared) {
      problems.isolated(
          policy,
          () -> {
            CrossFieldRules.check(policy, problems);
            compile(policy)
                .filter(compiled -> !problems.refused(policy))
                .ifPresent(compiled -> running.put(compiled.name(), compiled));
          });
    }
    for (var good : lastGood.policies()) {
      var ref = new ResourceRef("SendPolicy", domains.namespace(), good.name());
      if (!running.containsKey(good.name())
          && domains.byName().containsKey(good.domain())
          && (problems.refused(ref) || (input.resources().incomplete() && !isDeclared(good)))) {
        running.put(good.name(), good);
      }
    }
    return running;
  }

  private boolean isDeclared(SendPolicy good) {
    return declared.stream().anyMatch(policy -> policy.getMetadata().getName().equals(good.name()));
  }

  private Optional<SendPolicy> compile(io.mailhelm.crds.SendPolicy policy) {
    var spec = policy.getSpec();
    var fields = new SpecFields(policy, problems);
    var domain = domains.named(policy, spec.domainRef().name());
    if (domain.isEmpty()) {
      new References(input, problems)
          .missing(
              policy,
              "spec.domainRef.name",
              "MailDomain",
              spec.domainRef().name(),
              Reason.DomainNotFound);
    }
    var senders = AddressPatterns.read(fields, "spec.senders.allow", spec.senders().allow());
    ungranted(policy, senders);
    return Optional.of(
        new SendPolicy(
            policy.getMetadata().getName(),
            spec.domainRef().name(),
            fields.cidrs("spec.allowedClients", spec.allowedClients()),
            SendPolicy.From.valueOf(spec.senders().from().name()),
            senders,
            AddressPatterns.read(fields, "spec.senders.deny", spec.senders().deny()),
            spec.suspended(),
            routes.routes(policy),
            DeliveryPass.rules(policy, problems),
            SendLimitsPass.limits(policy, problems),
            RecipientsPass.rules(policy, problems),
            warmUps.warmUp(policy),
            ReputationPass.rules(policy, problems),
            ContentPass.rules(policy, problems),
            ReputationPass.resumedAt(policy, problems)));
  }

  /** Notes senders in domains of other MailDomains of this server that do not grant them. */
  private void ungranted(io.mailhelm.crds.SendPolicy policy, List<AddressPattern> senders) {
    var own = policy.getSpec().domainRef().name();
    for (var hosted : domains.byName().values()) {
      if (!hosted.name().equals(own)
          && !hosted.signingGrants().contains(own)
          && senders.stream()
              .flatMap(sender -> sender.onlyDomain().stream())
              .anyMatch(hosted.domain()::equals)) {
        problems.note(
            policy,
            Reason.NotGranted,
            "spec.senders.allow",
            "%s is MailDomain %s's, which does not let others send as it, so these entries have no"
                    .formatted(hosted.domain().unicode(), hosted.name())
                + " effect: add %s to its spec.dkim.grantedTo, or remove them".formatted(own));
      }
    }
  }

  private void oneDefaultPerDomain() {
    Map<String, String> defaults = new HashMap<>();
    for (var policy : declared) {
      if (policy.getSpec().isDefault()) {
        var first =
            defaults.putIfAbsent(
                policy.getMetadata().getNamespace() + "/" + policy.getSpec().domainRef().name(),
                policy.getMetadata().getName());
        if (first != null) {
          problems.error(
              policy,
              Reason.AmbiguousPolicy,
              "spec.default",
              "SendPolicy %s is the default of this domain already: set it on one of the two"
                  .formatted(first));
        }
      }
    }
  }
}
