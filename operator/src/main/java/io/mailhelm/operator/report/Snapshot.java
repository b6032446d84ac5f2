package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.Observed;
import io.mailhelm.compiler.Statuses;
import io.mailhelm.compiler.Subject;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainStatus;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserStatus;
import io.mailhelm.crds.NameRef;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.SendPolicyStatus;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What one pass over a server and all that lives on it came to. Immutable. */
public final class Snapshot {
  private final Compilation compilation;
  private final Statuses statuses;
  private final Map<ResourceRef, Long> generations;
  private final Map<ResourceRef, Credential> credentials;
  private final Optional<ServerConfig> complete;

  /**
   * @param generations of every resource that was compiled
   * @param credentials the Secret of each MailUser that was found
   * @param complete the config that all pods wanted are known to run
   */
  public Snapshot(
      Compilation compilation,
      Observed observed,
      Map<ResourceRef, Long> generations,
      Map<ResourceRef, Credential> credentials,
      Optional<ServerConfig> complete) {
    this.compilation = compilation;
    this.statuses = new Statuses(compilation, observed);
    this.generations = Map.copyOf(generations);
    this.credentials = Map.copyOf(credentials);
    this.complete = complete;
  }

  /**
   * Where a password is.
   *
   * @param secret its Secret's name
   * @param version that Secret's {@code resourceVersion} as compiled
   */
  public record Credential(String secret, String version) {}

  /** What was compiled. */
  public Compilation compilation() {
    return compilation;
  }

  /** The status of a MailDomain; empty when the pass has not seen it as it is. */
  public Optional<MailDomainStatus> of(MailDomain domain) {
    return covers(domain)
        ? Optional.of(
            statuses.mailDomain(Subject.of(domain), Optional.ofNullable(domain.getStatus())))
        : Optional.empty();
  }

  /**
   * The status of a MailUser; empty when the pass has not seen it as it is, or while its Secret is
   * only being made.
   */
  public Optional<MailUserStatus> of(MailUser user) {
    var ref = ResourceReader.ref(user);
    if (!covers(user) || isPending(ref)) {
      return Optional.empty();
    }
    var status = statuses.mailUser(Subject.of(user), Optional.ofNullable(user.getStatus()));
    var credential = Optional.ofNullable(credentials.get(ref));
    return Optional.of(
        new MailUserStatus(
            status.observedGeneration(),
            status.address(),
            credential.map(Credential::secret).map(NameRef::new).orElse(null),
            credential.map(Credential::version).orElse(null),
            status.sendPolicy(),
            status.conditions()));
  }

  /** The status of a SendPolicy; empty when the pass has not seen it as it is. */
  public Optional<SendPolicyStatus> of(SendPolicy policy) {
    return covers(policy)
        ? Optional.of(
            statuses.sendPolicy(Subject.of(policy), Optional.ofNullable(policy.getStatus())))
        : Optional.empty();
  }

  /** Whether every pod is known to have closed the mailbox of a user that goes. */
  public boolean hasLeft(MailUser user) {
    var ref = ResourceReader.ref(user);
    return complete
        .map(config -> config.users().stream().noneMatch(any -> any.resource().equals(ref)))
        .orElse(false);
  }

  /** Whether every pod is known to have closed the mailboxes of a domain that goes. */
  public boolean hasLeft(MailDomain domain) {
    var name = domain.getMetadata().getName();
    return complete
        .map(config -> config.domains().stream().noneMatch(any -> any.name().equals(name)))
        .orElse(false);
  }

  private boolean covers(HasMetadata resource) {
    return Objects.equals(
        generations.get(ResourceReader.ref(resource)), resource.getMetadata().getGeneration());
  }

  private boolean isPending(ResourceRef ref) {
    return compilation
        .problemsOf(ref)
        .filter(Problem::isError)
        .findFirst()
        .map(problem -> problem.reason() == Reason.SecretPending)
        .orElse(false);
  }
}
