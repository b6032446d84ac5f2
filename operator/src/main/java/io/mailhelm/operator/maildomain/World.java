package io.mailhelm.operator.maildomain;

import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.mailhelm.compiler.Compilation;
import io.mailhelm.compiler.Findings;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.Subject;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Domain;
import io.mailhelm.config.Problem;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.operator.Settings;
import io.mailhelm.operator.cluster.Informers;
import io.mailhelm.operator.desired.Labels;
import io.mailhelm.operator.desired.Names;
import io.mailhelm.operator.dkimrotation.HeldKeys;
import io.mailhelm.operator.dkimrotation.KeyRotations;
import io.mailhelm.operator.dnsreport.DnsReports;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is to be found out about a server's domains outside the cluster, and what was. It is looked
 * at beside the reconciler, which is told when there is something new.
 */
final class World {
  private final DnsReports reports;
  private final KeyRotations rotations;
  private final List<String> resolvers;
  private final boolean asksDeclared;

  /**
   * @param settings whom to ask where a MailDomain declares nobody, or may not
   */
  World(DnsReports reports, KeyRotations rotations, Settings settings) {
    this.reports = reports;
    this.rotations = rotations;
    this.resolvers = settings.resolvers();
    this.asksDeclared = settings.allowed().resolvers();
  }

  /**
   * The Secrets with generated keys, by MailDomain; to be read before what is in them is compiled.
   */
  static Map<String, Secret> keys(Scope scope, Informers informers) {
    var secrets = new HashMap<String, Secret>();
    for (var domain : scope.domains()) {
      informers
          .secret(domain.getMetadata().getNamespace(), Names.dkim(Names.of(domain)))
          .filter(secret -> Labels.areOurs(secret, Names.of(domain)))
          .ifPresent(secret -> secrets.put(Names.of(domain), secret));
    }
    return secrets;
  }

  /**
   * From now on this is looked at.
   *
   * @param keys as {@link #keys} found them before the compilation
   */
  void watch(
      MailDomain host,
      Scope scope,
      Compilation compilation,
      ServerConfig config,
      Map<String, Secret> keys) {
    var id = ResourceID.fromResource(host);
    var declared = config.server().resolvers();
    var asked = declared.isEmpty() || !asksDeclared ? resolvers : declared;
    var rules = new AddressRules(asksDeclared ? config.server().privateNetworks() : List.of());
    var still = new HashMap<String, MailDomain>();
    scope.domains().stream()
        .filter(domain -> domain.getMetadata().getDeletionTimestamp() == null)
        .filter(domain -> !Subject.of(domain).paused())
        .forEach(domain -> still.put(Names.of(domain), domain));
    reports.watch(id, config, asked, name -> !still.containsKey(name));
    var held = new HashMap<String, HeldKeys>();
    still.forEach(
        (name, domain) -> {
          var wanted = Requirements.dkim(domain);
          if (wanted.generated() && keys.containsKey(name)) {
            var secret = keys.get(name);
            var running = running(domain, compilation, config);
            held.put(
                name,
                new HeldKeys(
                    domain.getSpec().domain(),
                    secret,
                    HeldKeys.rules(wanted),
                    running,
                    asked,
                    rules));
          }
        });
    rotations.watch(id, held);
  }

  /** Of a domain that is refused, what runs may be of other keys than are there: empty. */
  private static Optional<Domain> running(
      MailDomain domain, Compilation compilation, ServerConfig config) {
    var refused = compilation.problemsOf(ResourceReader.ref(domain)).anyMatch(Problem::isError);
    return config.domains().stream()
        .filter(any -> !refused && any.name().equals(Names.of(domain)))
        .findFirst();
  }

  /** What was found out, by {@code metadata.name} of the MailDomain. */
  Map<String, Findings> findings(MailDomain host, Scope scope) {
    var id = ResourceID.fromResource(host);
    var findings = new HashMap<String, Findings>();
    for (var domain : scope.domains()) {
      var name = Names.of(domain);
      findings.put(
          name,
          new Findings(
              reports.of(id, name),
              rotations.nextTransition(id, name),
              rotations.unseen(id, name)));
    }
    return findings;
  }

  /** Nothing of what lives there is looked at any more. */
  void forget(MailDomain host) {
    var id = ResourceID.fromResource(host);
    reports.forget(id);
    rotations.forget(id);
  }
}
