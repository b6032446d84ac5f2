package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.DomainFindings;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.StatusSubject;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.operator.OperatorSettings;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.ObjectNames;
import io.mailhelm.operator.watch.ServerWatches;
import io.mailhelm.watch.GeneratedKeys;
import io.mailhelm.watch.ObservedDomain;
import io.mailhelm.watch.WatchedServer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Has the domains of a server watched, and reads what was observed of them. They are watched beside
 * the reconciler, which is told when there is something new.
 */
final class DomainWatches {
  private final ServerWatches watches;
  private final List<String> resolvers;
  private final boolean asksDeclared;

  /**
   * @param settings has the resolvers for MailDomains that declare none, or may not
   */
  DomainWatches(ServerWatches watches, OperatorSettings settings) {
    this.watches = watches;
    this.resolvers = settings.resolvers();
    this.asksDeclared = settings.allowed().resolvers();
  }

  /**
   * The Secrets with generated keys, by MailDomain; to be read before their content is compiled.
   */
  static Map<String, Secret> keys(ServerScope scope, Informers informers) {
    var secrets = new HashMap<String, Secret>();
    for (var domain : scope.domains()) {
      informers
          .secret(domain.getMetadata().getNamespace(), ObjectNames.dkim(ObjectNames.of(domain)))
          .filter(secret -> Labels.areOurs(secret, ObjectNames.of(domain)))
          .ifPresent(secret -> secrets.put(ObjectNames.of(domain), secret));
    }
    return secrets;
  }

  /**
   * Watches these domains and keys from now on.
   *
   * @param secrets as {@link #keys} found them before the compilation
   */
  void watch(
      MailDomain host,
      ServerScope scope,
      Compilation compilation,
      ServerConfig config,
      Map<String, Secret> secrets) {
    var declared = config.server().resolvers();
    var domains = new HashSet<String>();
    var keys = new HashMap<String, GeneratedKeys>();
    for (var domain : scope.domains()) {
      var name = ObjectNames.of(domain);
      if (domain.getMetadata().getDeletionTimestamp() == null
          && !StatusSubject.of(domain).paused()) {
        domains.add(name);
      }
      var wanted = Requirements.dkim(domain);
      if (wanted.generated() && secrets.containsKey(name)) {
        keys.put(name, watches.keys(domain.getSpec().domain(), wanted, secrets.get(name)));
      }
    }
    watches.follow(
        ResourceID.fromResource(host),
        new WatchedServer(
            compilation,
            config,
            declared.isEmpty() || !asksDeclared ? resolvers : declared,
            new AddressRules(asksDeclared ? config.server().privateNetworks() : List.of()),
            domains,
            keys));
  }

  /** The findings for each MailDomain, by its {@code metadata.name}. */
  Map<String, DomainFindings> findings(MailDomain host, ServerScope scope) {
    var observed = watches.observed(ResourceID.fromResource(host));
    var findings = new HashMap<String, DomainFindings>();
    for (var domain : scope.domains()) {
      var name = ObjectNames.of(domain);
      findings.put(name, observed.getOrDefault(name, ObservedDomain.NOTHING).findings());
    }
    return findings;
  }

  /** Stops watching whatever lives on that server. */
  void forget(MailDomain host) {
    watches.forget(ResourceID.fromResource(host));
  }
}
