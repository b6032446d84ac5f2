package io.mailhelm.operator.report;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Keeps the last result of the pass over each server, and has resources reconciled again when it
 * says something new of them. Any thread.
 */
public final class PassResults {
  private final Map<ResourceID, PassResult> byHost = new ConcurrentHashMap<>();
  private final SimpleInboundEventSource<MailDomain> domains = bell();
  private final SimpleInboundEventSource<MailUser> users = bell();
  private final SimpleInboundEventSource<SendPolicy> policies = bell();

  private static <P extends HasMetadata> SimpleInboundEventSource<P> bell() {
    return new SimpleInboundEventSource<>("snapshot");
  }

  /** Has MailDomains reconciled again. */
  public SimpleInboundEventSource<MailDomain> domainBell() {
    return domains;
  }

  /** Has MailUsers reconciled again. */
  public SimpleInboundEventSource<MailUser> userBell() {
    return users;
  }

  /** Has SendPolicies reconciled again. */
  public SimpleInboundEventSource<SendPolicy> policyBell() {
    return policies;
  }

  /** The last result for the server of this MailDomain. */
  public Optional<PassResult> of(ResourceID host) {
    return Optional.ofNullable(byHost.get(host));
  }

  /**
   * Forgets a server that no longer exists, and has the resources that lived on it reconciled
   * again.
   */
  public void forget(
      ResourceID host, Collection<MailUser> itsUsers, Collection<SendPolicy> itsPolicies) {
    byHost.remove(host);
    ring(users, itsUsers, any -> true);
    ring(policies, itsPolicies, any -> true);
  }

  /**
   * Publishes the result for a server, and has each resource reconciled again whose status now
   * differs or that is being deleted.
   */
  public void publish(
      ResourceID host,
      PassResult snapshot,
      Collection<MailDomain> hosted,
      Collection<MailUser> concernedUsers,
      Collection<SendPolicy> concernedPolicies) {
    byHost.put(host, snapshot);
    var now = snapshot.at();
    ring(domains, hosted, domain -> differs(snapshot.of(domain), domain.getStatus()));
    ring(users, concernedUsers, user -> isNews(snapshot.of(user, now), user.getStatus()));
    ring(
        policies,
        concernedPolicies,
        policy -> isNews(snapshot.of(policy, now), policy.getStatus()));
  }

  /** Has one MailDomain reconciled again. */
  public void ring(ResourceID domain) {
    domains.propagateEvent(domain);
  }

  /**
   * Whether a status differs. Where the pass has none, the resource is reconciled all the same,
   * because its status may have to say why.
   */
  private static boolean isNews(Optional<?> wanted, Object actual) {
    return wanted.isEmpty() || differs(wanted, actual);
  }

  private static boolean differs(Optional<?> wanted, Object actual) {
    return wanted.map(status -> !Objects.equals(status, actual)).orElse(false);
  }

  private static <P extends HasMetadata> void ring(
      SimpleInboundEventSource<P> bell, Collection<P> resources, Function<P, Boolean> isNews) {
    resources.stream()
        .filter(
            resource ->
                resource.getMetadata().getDeletionTimestamp() != null || isNews.apply(resource))
        .map(ResourceID::fromResource)
        .forEach(bell::propagateEvent);
  }
}
