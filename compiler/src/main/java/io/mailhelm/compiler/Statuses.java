package io.mailhelm.compiler;

import io.mailhelm.config.Domain;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailDomainStatus.ServerStatus;
import io.mailhelm.crds.MailDomainStatus.TlsStatus;
import io.mailhelm.crds.MailUserStatus;
import io.mailhelm.crds.SendPolicyStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the status of each resource after a compilation. A status equal to the previous one need
 * not be written. What other components find out (DNS, counters, the Secret of a password) is taken
 * from the previous status until they report something new.
 */
public final class Statuses {
  private final Compilation compilation;
  private final ObservedState observed;
  private final ResourceOutcomes outcomes;
  private final ServerOutcomes server;
  private final RetainedStatuses retained;
  private final Map<ResourceRef, User> users;
  private final Map<ResourceRef, User> settledUsers;

  /** Statuses after {@code compilation}; equal arguments give equal statuses. */
  public Statuses(Compilation compilation, ObservedState observed) {
    this.compilation = compilation;
    this.observed = observed;
    this.outcomes = new ResourceOutcomes(compilation, observed);
    this.server = new ServerOutcomes(observed);
    this.retained = new RetainedStatuses(observed);
    this.users = users(compilation.config());
    this.settledUsers =
        observed.settled().equals(compilation.config()) ? users : users(observed.settled());
  }

  private static Map<ResourceRef, User> users(Optional<ServerConfig> config) {
    return config.stream()
        .flatMap(any -> any.users().stream())
        .collect(Collectors.toMap(User::resource, Function.identity()));
  }

  /** The status of a MailDomain. */
  public MailDomainStatus mailDomain(StatusSubject subject, Optional<MailDomainStatus> previous) {
    var name = subject.ref().name();
    var domain = running(ServerConfig::domains).filter(any -> any.name().equals(name)).findFirst();
    var certificate =
        domain.map(Domain::tlsKey).map(key -> compilation.certificates().get(TlsPass.owner(key)));
    var applied = outcomes.applied(subject.ref());
    var tls = outcomes.tls(domain, certificate);
    var world = new OutsideStatus(name, domain, observed, compilation, previous);
    var before = previous.map(MailDomainStatus::conditions).orElse(null);
    var conditions =
        new Conditions(before, observed.now(), subject.generation())
            .set(
                "Ready",
                outcomes.noted(
                    subject.ref(), ConditionOutcome.all(List.of(applied, server.ready(), tls))))
            .set("ServerReady", server.ready())
            .set("ConfigApplied", applied)
            .set("TLSReady", tls)
            .set("Stalled", stalled(subject, before))
            .set("ReconciliationPaused", paused(subject));
    if (observed.pods().isPresent() && isHost(subject)) {
      conditions.set("StorageReady", server.storage());
      conditions.set("UpToDate", server.upToDate().orElseGet(() -> conditions.before("UpToDate")));
    }
    world.conditions(conditions);
    return new MailDomainStatus(
        subject.generation(),
        conditions.all(),
        server(),
        world.dns().orElse(null),
        world.dkim().orElse(null),
        certificate
            .map(at -> new TlsStatus(at.issuer(), at.notAfter().toString(), at.fingerprint()))
            .orElse(null),
        world.blockLists().orElse(null),
        domain.map(this::users).orElse(0),
        hosted(name),
        retained.count(domain, previous),
        retained.first(domain, previous));
  }

  /**
   * {@code Stalled} of a domain. Faults of its declaration come before those of its pods; a hosted
   * domain has no pods.
   */
  private ConditionOutcome stalled(StatusSubject subject, List<Condition> before) {
    var declared = outcomes.stalled(subject.ref());
    return declared.status() == ConditionOutcome.Status.True || !isHost(subject)
        ? declared
        : server.stalled(before).orElse(declared);
  }

  private boolean isHost(StatusSubject subject) {
    return compilation
        .config()
        .filter(config -> config.server().domain().equals(subject.ref().name()))
        .isPresent();
  }

  /** The status of a MailUser. */
  public MailUserStatus mailUser(StatusSubject subject, Optional<MailUserStatus> previous) {
    var user = Optional.ofNullable(users.get(subject.ref()));
    var applied =
        outcomes.inForce(subject.ref(), user, Optional.ofNullable(settledUsers.get(subject.ref())));
    var credentials =
        user.isPresent()
            ? ConditionOutcome.yes("Verified", "the password is known")
            : ConditionOutcome.no(applied.reason(), "nobody can log in");
    var before = previous.map(MailUserStatus::conditions).orElse(null);
    var conditions =
        new Conditions(before, observed.now(), subject.generation())
            .set(
                "Ready",
                outcomes.noted(subject.ref(), ConditionOutcome.all(List.of(applied, credentials))))
            .set("CredentialsReady", credentials)
            .set("Stalled", outcomes.stalled(subject.ref()));
    retained.found(user, conditions, before);
    return new MailUserStatus(
        subject.generation(),
        user.map(User::address).map(Object::toString).orElse(null),
        previous.map(MailUserStatus::credentials).orElse(null),
        previous.map(MailUserStatus::observedSecretVersion).orElse(null),
        user.flatMap(User::sendPolicy).orElse(null),
        conditions.all());
  }

  /** The status of a SendPolicy. */
  public SendPolicyStatus sendPolicy(StatusSubject subject, Optional<SendPolicyStatus> previous) {
    var outcome =
        new PolicyOutcome(
            policy(compilation.config(), subject), observed.policy(subject.ref().name()));
    return new SendPolicyStatus(
        subject.generation(),
        compilation.governing().getOrDefault(subject.ref().name(), 0),
        outcome.warmUp(),
        outcome.rates(),
        new Conditions(
                previous.map(SendPolicyStatus::conditions).orElse(null),
                observed.now(),
                subject.generation())
            .set(
                "Ready",
                outcomes.noted(
                    subject.ref(),
                    outcomes.inForce(
                        subject.ref(),
                        policy(compilation.config(), subject),
                        policy(observed.settled(), subject))))
            .set("Paused", outcome.paused())
            .set("Blocked", outcome.blocked())
            .set("Stalled", outcomes.stalled(subject.ref()))
            .all());
  }

  private static Optional<SendPolicy> policy(Optional<ServerConfig> config, StatusSubject subject) {
    return config.stream()
        .flatMap(any -> any.sendPolicies().stream())
        .filter(policy -> policy.name().equals(subject.ref().name()))
        .findFirst();
  }

  private static ConditionOutcome paused(StatusSubject subject) {
    return subject.paused()
        ? ConditionOutcome.yes("Annotated", "remove the annotation mailhelm.io/pause to go on")
        : ConditionOutcome.no("NotPaused", "changes take effect");
  }

  private ServerStatus server() {
    var pods = observed.pods();
    return new ServerStatus(
        pods.map(ObservedState.Pods::wanted).orElse(null),
        pods.map(ObservedState.Pods::ready).orElse(null),
        observed.running().orElse(null),
        pods.map(ObservedState.Pods::endpoints).orElse(null));
  }

  private int users(Domain domain) {
    return (int)
        running(ServerConfig::users)
            .filter(user -> user.address().domain().equals(domain.domain()))
            .count();
  }

  /** The other domains on the server of the MailDomain {@code host}; none when it is no host. */
  private List<String> hosted(String host) {
    return compilation
        .config()
        .filter(config -> config.server().domain().equals(host))
        .map(
            config ->
                config.domains().stream()
                    .map(Domain::name)
                    .filter(name -> !name.equals(host))
                    .sorted()
                    .toList())
        .orElse(List.of());
  }

  private <T> Stream<T> running(Function<ServerConfig, List<T>> part) {
    return compilation.config().stream().flatMap(config -> part.apply(config).stream());
  }
}
