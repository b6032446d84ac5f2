package io.mailhelm.compiler;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.InboundRules;
import io.mailhelm.config.KeyPem;
import io.mailhelm.config.Reason;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.Server;
import io.mailhelm.crds.DkimSpec;
import io.mailhelm.crds.InboundSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SchemaRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles MailDomains into domains, and the one that has {@code server} into the server. */
final class DomainPass {
  private static final String KIND = "MailDomain";

  /** A stand-in for a name that was reported, so that the other fields are still checked. */
  private static final DomainName UNREADABLE = DomainName.of("unreadable.invalid");

  private final CompilerInput input;
  private final LastGood lastGood;
  private final Problems problems;
  private final References references;
  private final TlsPass tls;
  private final DkimPass dkim;
  private final DeclaredMailboxes mailboxes;
  private final List<MailDomain> declared;
  private final Hosting hosting;
  private final Map<String, DkimPass.Keys> keyrings = new HashMap<>();

  DomainPass(CompilerInput input, LastGood lastGood, Problems problems, TlsPass tls) {
    this.input = input;
    this.lastGood = lastGood;
    this.problems = problems;
    this.references = new References(input, problems);
    this.tls = tls;
    this.dkim = new DkimPass(input, problems);
    this.declared =
        input.resources().domains().stream()
            .filter(domain -> !Seniority.isGoing(domain))
            .sorted(Seniority.on(input.platform(), lastGood::runsDomain))
            .toList();
    this.mailboxes = new DeclaredMailboxes(input.resources(), lastGood, problems);
    this.hosting = new Hosting(input, declared, lastGood, problems);
  }

  /** A domain, its server if it has one, and its keys. */
  private record Fragment(Domain domain, Optional<Server> server, List<KeyPem> keys) {}

  RunningDomains run() {
    var fragments = new HashMap<String, Fragment>();
    for (var domain : declared) {
      problems.isolated(
          domain,
          () -> {
            CrossFieldRules.check(domain, problems);
            NotActedOn.check(domain, input.platform(), problems);
            hosting.check(domain);
            var compiled = compile(domain);
            if (!problems.refused(domain)) {
              fragments.put(compiled.domain().name(), compiled);
            }
          });
    }
    contest(fragments);
    var lost = contestHostnames(fragments);
    keep(fragments);
    lost.forEach((loser, holder) -> showCertificateOf(holder, loser, fragments));
    var host = hosting.name().map(fragments::get);
    var server = host.flatMap(Fragment::server);
    var hosted = new HostedDns(server, host.map(Fragment::domain));
    var byName = new TreeMap<String, Domain>();
    fragments.forEach((name, fragment) -> byName.put(name, hosted.of(fragment.domain())));
    for (var domain : declared) {
      var running = byName.get(domain.getMetadata().getName());
      if (running != null && !problems.refused(domain)) {
        HostedDns.check(domain, running, tls.facts(), problems);
        grantsToNobody(domain, byName);
      }
    }
    return new RunningDomains(
        server,
        hosting.namespace(),
        byName,
        fragments.values().stream().flatMap(fragment -> fragment.keys().stream()).toList(),
        signing(keyrings));
  }

  private Fragment compile(MailDomain resource) {
    var spec = resource.getSpec();
    var fields = new SpecFields(resource, problems);
    var name = resource.getMetadata().getName();
    var domain = fields.domain("spec.domain", spec.domain()).orElse(UNREADABLE);
    var hostname = hostname(resource, fields).orElse(UNREADABLE);
    if (!domain.equals(UNREADABLE)) {
      unchanged(resource, domain);
    }
    issued(resource, domain, hostname);
    var server =
        Optional.ofNullable(spec.server())
            .map(
                any ->
                    new ServerPass(resource, problems, input.platform(), input.dev())
                        .server(hostname, new TrustPass(input, problems).authorities(resource)));
    var borrowed = Hostnames.borrowed(resource, declared) || borrowsFromLastGood(resource);
    var nameless = hostname.equals(UNREADABLE) && Requirements.tls(resource, List.of()).generated();
    var key =
        borrowed || nameless // a certificate is made for a name only
            ? Optional.<KeyPem>empty()
            : tls.key(resource, hostname);
    if (borrowed && spec.tls() != null) {
      problems.note(
          resource,
          Reason.NoEffect,
          "spec.tls",
          "it has its host's name, so its host's certificate is shown: set hostname to have one of"
              + " its own");
    }
    var signing = dkim.keys(resource);
    keyrings.put(name, signing);
    return new Fragment(
        new Domain(
            name,
            domain,
            hostname,
            Domain.Outbound.valueOf(spec.outbound().name()),
            mailboxes.reference(resource, "catchAll", spec.mailboxes().catchAll(), domain),
            mailboxes.reference(resource, "postmaster", spec.mailboxes().postmaster(), domain),
            spec.mailboxes().subaddressing(),
            TlsPass.keyName(borrowed ? spec.serverRef().name() : name),
            signing.dkim(),
            new DnsPass(resource, input, problems).dns(),
            grants(spec.dkim()),
            inbound(spec.inbound()),
            fields.durationUpTo(
                "spec.mailboxes.passwordGrace",
                spec.mailboxes().passwordGrace(),
                Domain.LONGEST_PASSWORD_GRACE)),
        server,
        Stream.concat(key.stream(), signing.pems().stream()).toList());
  }

  /**
   * Reports names outside the domain: an issuer of the whole cluster issues for whatever is
   * requested, so only names of the domain may be.
   */
  private void issued(MailDomain resource, DomainName domain, DomainName hostname) {
    var tls = resource.getSpec().tls();
    if (input.platform() == Platform.CLUSTER
        && tls != null
        && tls.issuerRef() != null
        && !hostname.equals(UNREADABLE)
        && !domain.equals(UNREADABLE)
        && !hostname.isWithin(domain)
        && !Hostnames.borrowed(resource, declared)) {
      problems.error(
          resource,
          Reason.InvalidCombination,
          "spec.tls.issuerRef",
          "certificates are asked for only within %s, and %s is not: use a hostname below it, or bring a certificate in tls.secretRef"
              .formatted(domain.unicode(), hostname.unicode()));
    }
  }

  private static List<String> grants(DkimSpec dkim) {
    return dkim == null || dkim.grantedTo() == null ? List.of() : dkim.grantedTo();
  }

  /** Notes grants that nobody on this server can use. */
  private void grantsToNobody(MailDomain resource, Map<String, Domain> running) {
    var granted = grants(resource.getSpec().dkim());
    for (int i = 0; i < granted.size(); i++) {
      var name = granted.get(i);
      if (!running.containsKey(name) && !references.isRefused(resource, KIND, name)) {
        problems.note(
            resource,
            Reason.DomainNotFound,
            "spec.dkim.grantedTo[%d]".formatted(i),
            "there is no MailDomain %s on this server, so nobody is granted anything by it: declare it, or remove the name"
                .formatted(name));
      }
    }
  }

  private static InboundRules inbound(InboundSpec spec) {
    return new InboundRules(InboundRules.OwnDomainSenders.valueOf(spec.ownDomainSenders().name()));
  }

  private Optional<DomainName> hostname(MailDomain resource, SpecFields fields) {
    var spec = resource.getSpec();
    if (spec.hostname() != null) {
      return fields.domain("spec.hostname", spec.hostname());
    }
    var name =
        borrowsFromLastGood(resource)
            ? lastGood.domain(spec.serverRef().name()).map(Domain::hostname)
            : Hostnames.of(resource, declared);
    if (name.isEmpty() && Hostnames.readable(spec.domain()).isPresent()) {
      fields.invalid("spec.hostname", "none can be made from domain: set one");
    }
    return name;
  }

  /**
   * Whether it uses its host's name from the last good config: the host cannot be read now, and
   * runs on.
   */
  private boolean borrowsFromLastGood(MailDomain resource) {
    var spec = resource.getSpec();
    return spec.serverRef() != null
        && spec.hostname() == null
        && Hostnames.host(resource, declared).isEmpty()
        && lastGood.domain(spec.serverRef().name()).isPresent();
  }

  private void unchanged(MailDomain resource, DomainName domain) {
    var name = resource.getMetadata().getName();
    lastGood
        .domain(name)
        .filter(good -> !good.domain().equals(domain))
        .ifPresent(
            good ->
                problems.error(
                    resource,
                    Reason.ImmutableField,
                    "spec.domain",
                    "%s (it is %s)".formatted(SchemaRules.DOMAIN_FIXED, good.domain().unicode())));
    var ranServer = lastGood.server().map(server -> server.domain().equals(name)).orElse(false);
    if (lastGood.domain(name).isPresent()
        && ranServer != (resource.getSpec().server() != null)
        && resource.getSpec().server() == null != (resource.getSpec().serverRef() == null)) {
      problems.error(resource, Reason.ImmutableField, "spec", SchemaRules.SERVER_FORM_FIXED);
    }
  }

  /** Decides which of several MailDomains has a domain: the senior one. */
  private void contest(Map<String, Fragment> fragments) {
    var holders = new HashMap<DomainName, String>();
    for (var resource : declared) {
      var name = resource.getMetadata().getName();
      var fragment = fragments.get(name);
      if (fragment == null) {
        continue;
      }
      var holder = holders.putIfAbsent(fragment.domain().domain(), name);
      if (holder != null) {
        problems.error(
            resource,
            Reason.DomainConflict,
            "spec.domain",
            "%s is already MailDomain %s's: remove one of the two"
                .formatted(fragment.domain().domain().unicode(), holder));
        fragments.remove(name);
      }
    }
  }

  /**
   * Decides which of several MailDomains has a host name.
   *
   * @return for each that does not get its name, which one has it
   */
  private Map<String, String> contestHostnames(Map<String, Fragment> fragments) {
    var claiming =
        declared.stream()
            .filter(
                resource ->
                    fragments.containsKey(resource.getMetadata().getName())
                        || lastGood.runsDomain(resource))
            .toList();
    var lost = new HashMap<String, String>();
    HostnameClaims.conflicts(claiming, declared)
        .forEach(
            (loser, conflict) -> {
              problems.error(
                  loser,
                  Reason.HostnameConflict,
                  "spec.hostname",
                  "%s is %s's: set another, or leave hostname out on a server of another MailDomain"
                      .formatted(conflict.name().unicode(), conflict.holder()));
              fragments.remove(loser.name());
              lost.put(loser.name(), conflict.holder().name());
            });
    return lost;
  }

  /**
   * Gives a last good fragment that still has another's host name the certificate of that one, so
   * that it does not take its connections.
   */
  private static void showCertificateOf(
      String holder, String loser, Map<String, Fragment> fragments) {
    var of = fragments.get(holder);
    if (of != null) {
      fragments.computeIfPresent(
          loser,
          (name, fragment) ->
              new Fragment(
                  fragment.domain().withTlsKey(of.domain().tlsKey()),
                  fragment.server(),
                  fragment.keys()));
    }
  }

  /**
   * Adds the last good fragments of MailDomains that are refused, cannot be read, or must stay for
   * hosted domains.
   */
  private void keep(Map<String, Fragment> fragments) {
    var taken = new ArrayList<DomainName>();
    fragments.values().forEach(fragment -> taken.add(fragment.domain().domain()));
    for (var good : lastGood.domains()) {
      var ref = new ResourceRef(KIND, hosting.namespace(), good.name());
      var wanted =
          problems.refused(ref) || (input.resources().incomplete() && declaredAs(ref).isEmpty());
      if (wanted && !fragments.containsKey(good.name()) && !taken.contains(good.domain())) {
        fragments.put(good.name(), kept(good));
      }
    }
  }

  private Optional<MailDomain> declaredAs(ResourceRef ref) {
    return declared.stream().filter(domain -> ResourceReader.ref(domain).equals(ref)).findFirst();
  }

  /**
   * The last good fragment. Its keys still rotate: one whose record is no longer published must not
   * sign because of a mistake in another field.
   */
  private Fragment kept(Domain good) {
    var rotating =
        Optional.ofNullable(keyrings.get(good.name()))
            .filter(keys -> keys.signing().ledger().isPresent());
    var pems =
        rotating
            .map(DkimPass.Keys::pems)
            .orElseGet(() -> lastGood.keys(good.dkim().stream().map(DkimKey::key)));
    return new Fragment(
        rotating.map(keys -> good.withDkim(keys.dkim())).orElse(good),
        lastGood.server().filter(server -> server.domain().equals(good.name())),
        Stream.concat(
                lastGood.keys(Stream.of(TlsPass.keyName(good.name()))).stream(), pems.stream())
            .toList());
  }

  private static Map<String, Signing> signing(Map<String, DkimPass.Keys> keyrings) {
    return keyrings.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().signing()));
  }
}
