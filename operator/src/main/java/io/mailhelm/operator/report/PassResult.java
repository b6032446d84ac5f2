package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.ObservedState;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.compiler.Statuses;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.User;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserStatus;
import io.mailhelm.crds.NameRef;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus;
import io.mailhelm.crds.UnseenCondition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The result of one pass over a server and all that lives on it. Immutable. */
public final class PassResult {
  private final Compilation compilation;
  private final ObservedState observed;
  private final Statuses statuses;
  private final Map<ResourceRef, Long> generations;
  private final Map<ResourceRef, Secret> secrets;
  private final Set<ResourceRef> runningUsers;
  private final boolean carriedOut;
  private final boolean heardOfServer;

  /**
   * @param generations of every resource that was compiled
   * @param secrets the Secret with the password of each MailUser that has one
   * @param complete the last config that ran on as many pods as are wanted; empty if there never
   *     was one, just as the compiled config
   */
  public PassResult(
      Compilation compilation,
      ObservedState observed,
      Map<ResourceRef, Long> generations,
      Map<ResourceRef, Secret> secrets,
      Optional<ServerConfig> complete) {
    this.compilation = compilation;
    this.observed = observed;
    this.statuses = new Statuses(compilation, observed);
    this.generations = Map.copyOf(generations);
    this.secrets = Map.copyOf(secrets);
    // An earlier config that all pods ran says nothing of who came after it.
    this.carriedOut = complete.equals(compilation.config());
    this.runningUsers =
        compilation.config().stream()
            .flatMap(config -> config.users().stream())
            .map(User::resource)
            .collect(Collectors.toUnmodifiableSet());
    this.heardOfServer = observed.settled().isPresent();
  }

  /** When the pass was made. */
  Instant at() {
    return observed.now();
  }

  /** The compilation of the pass. */
  public Compilation compilation() {
    return compilation;
  }

  /** The status of a MailDomain; empty when the pass has not seen its present generation. */
  public Optional<MailDomainStatus> of(MailDomain domain) {
    return covers(domain)
        ? Optional.of(
            statuses.mailDomain(StatusSubject.of(domain), Optional.ofNullable(domain.getStatus())))
        : Optional.empty();
  }

  /**
   * The status of a MailUser. It is empty when the pass has not seen its present generation, and
   * when the pass has nothing new to say of it: while its Secret is still being made, or no server
   * has answered. These two are reported only if the status has said nothing for long.
   */
  public Optional<MailUserStatus> of(MailUser user, Instant now) {
    var ref = ResourceReader.ref(user);
    return covers(user)
            && (!isPending(ref) && hasNews(ref)
                || awaitsFirstWord(user, conditions(user.getStatus()), now))
        ? Optional.of(status(user, statuses))
        : Optional.empty();
  }

  /** The same, with one more problem that the pass does not know. */
  public Optional<MailUserStatus> of(MailUser user, Problem problem) {
    return covers(user)
        ? Optional.of(status(user, new Statuses(compilation.with(problem), observed)))
        : Optional.empty();
  }

  private MailUserStatus status(MailUser user, Statuses of) {
    var ref = ResourceReader.ref(user);
    var status = of.mailUser(StatusSubject.of(user), Optional.ofNullable(user.getStatus()));
    var secret = Optional.ofNullable(secrets.get(ref)).map(Secret::getMetadata);
    return new MailUserStatus(
        status.observedGeneration(),
        status.address(),
        secret.map(ObjectMeta::getName).map(NameRef::new).orElse(null),
        secret.map(ObjectMeta::getResourceVersion).orElse(null),
        status.sendPolicy(),
        status.conditions());
  }

  /** The Secret with a MailUser's password, as it was compiled. */
  public Optional<Secret> secret(MailUser user) {
    return Optional.ofNullable(secrets.get(ResourceReader.ref(user)));
  }

  /** The status of a SendPolicy; empty as for a MailUser. */
  public Optional<SendPolicyStatus> of(SendPolicy policy, Instant now) {
    return covers(policy)
            && (hasNews(ResourceReader.ref(policy))
                || awaitsFirstWord(policy, conditions(policy.getStatus()), now))
        ? Optional.of(
            statuses.sendPolicy(StatusSubject.of(policy), Optional.ofNullable(policy.getStatus())))
        : Optional.empty();
  }

  /** Whether every pod, if there ever was one, is known to have closed a user's mailbox. */
  public boolean hasLeft(MailUser user) {
    return covers(user) && carriedOut && !runningUsers.contains(ResourceReader.ref(user));
  }

  /** Whether every pod, if there ever was one, is known to have closed a domain's mailboxes. */
  public boolean hasLeft(MailDomain domain) {
    var name = domain.getMetadata().getName();
    return covers(domain)
        && carriedOut
        && compilation.config().stream()
            .flatMap(config -> config.domains().stream())
            .noneMatch(any -> any.name().equals(name));
  }

  private static boolean awaitsFirstWord(
      HasMetadata resource, List<Condition> conditions, Instant now) {
    return UnseenCondition.isAll(conditions) && !UnreportedResource.isNew(resource, now);
  }

  private static List<Condition> conditions(MailUserStatus status) {
    return status == null ? null : status.conditions();
  }

  private static List<Condition> conditions(SendPolicyStatus status) {
    return status == null ? null : status.conditions();
  }

  private boolean covers(HasMetadata resource) {
    return Objects.equals(
        generations.get(ResourceReader.ref(resource)), resource.getMetadata().getGeneration());
  }

  /**
   * Whether there is more to say than that no server has answered: an operator that starts must not
   * take back what the one before it knew.
   */
  private boolean hasNews(ResourceRef ref) {
    return heardOfServer || compilation.problemsOf(ref).anyMatch(Problem::isError);
  }

  /** Whether nothing is wrong but that its Secret is being made. */
  private boolean isPending(ResourceRef ref) {
    var errors = compilation.problemsOf(ref).filter(Problem::isError).map(Problem::reason).toList();
    return !errors.isEmpty() && errors.stream().allMatch(Reason.SecretPending::equals);
  }
}
