package io.mailhelm.compiler;

import io.mailhelm.config.AuthorityPem;
import io.mailhelm.config.Cidr;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.Listener;
import io.mailhelm.config.Reason;
import io.mailhelm.config.Server;
import io.mailhelm.crds.ListenerSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.WebSpec;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compiles {@code spec.server} into the server that it describes. */
final class ServerPass {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String EVERYWHERE = "0.0.0.0";
  private static final int WEB = 8443;

  private final MailDomain domain;
  private final SpecFields fields;
  private final Problems problems;
  private final Platform platform;
  private final boolean dev;

  ServerPass(MailDomain domain, Problems problems, Platform platform, boolean dev) {
    this.domain = domain;
    this.fields = new SpecFields(domain, problems);
    this.problems = problems;
    this.platform = platform;
    this.dev = dev;
  }

  /**
   * The server.
   *
   * @param trusted the authorities that are trusted
   */
  Server server(DomainName hostname, List<AuthorityPem> trusted) {
    var spec = domain.getSpec().server();
    var listeners = new ArrayList<Listener>();
    for (int i = 0; i < spec.listeners().size(); i++) {
      listeners.add(listener("spec.server.listeners[%d]".formatted(i), spec.listeners().get(i)));
    }
    var management =
        new HttpEndpoint(
            endpoint("spec.server.management.address", spec.management().address()),
            port(spec.management().port()),
            fields.cidrs("spec.server.management.allowedCidrs", spec.management().allowedCidrs()));
    var mailApi =
        new HttpEndpoint(
            endpoint("spec.server.mailApi.address", spec.mailApi().address()),
            port(spec.mailApi().port()),
            List.of());
    var limits = new LimitsPass(fields);
    var server =
        new Server(
            domain.getMetadata().getName(),
            hostname,
            listeners,
            management,
            mailApi,
            web(spec.web()),
            limits.limits(spec.limits()),
            fields.trusted(
                "spec.server.relayFrom",
                spec.relayFrom(),
                "makes an open relay: name the hosts that may relay"),
            fields.duration("spec.server.drainTimeout", spec.drainTimeout()),
            resolvers(),
            fields.trusted(
                "spec.server.privateNetworks",
                spec.privateNetworks(),
                "lets strangers' DNS lead anywhere: name the private networks that mail is sent"
                    + " to"),
            trusted,
            limits.retention(spec.retention()),
            new ProvidersPass(fields).providers(spec.providers()));
    if (platform == Platform.CLUSTER) {
      reachable(server);
    }
    new PortConflicts(domain, problems).check(server);
    new PodChecks(domain, fields).check();
    return server;
  }

  /** The public web port. In a pod it is always there, so that a new policy replaces no pod. */
  private Optional<HttpEndpoint> web(WebSpec spec) {
    if (spec == null) {
      return platform == Platform.CLUSTER
          ? Optional.of(new HttpEndpoint(EVERYWHERE, WEB, List.of()))
          : Optional.empty();
    }
    return Optional.of(
        new HttpEndpoint(
            endpoint("spec.server.web.address", spec.address()), port(spec.port()), List.of()));
  }

  /**
   * {@code spec.dns.resolvers} of the MailDomain with the server: its owner decides whom the
   * process asks.
   */
  private List<String> resolvers() {
    var dns = domain.getSpec().dns();
    var resolvers = new ArrayList<String>();
    if (dns != null && dns.resolvers() != null) {
      for (int i = 0; i < dns.resolvers().size(); i++) {
        fields
            .nameServer("spec.dns.resolvers[%d]".formatted(i), dns.resolvers().get(i))
            .ifPresent(resolvers::add);
      }
    }
    return resolvers.stream().distinct().toList();
  }

  private Listener listener(String path, ListenerSpec spec) {
    var address = fields.address(path + ".address", spec.address());
    var proxies =
        spec.proxyProtocol() == null
            ? List.<Cidr>of()
            : fields.trusted(
                path + ".proxyProtocol.trustedCidrs",
                spec.proxyProtocol().trustedCidrs(),
                "lets anyone say which address he has: name the proxies");
    return new Listener(
        spec.name(),
        dev ? address.or(() -> Optional.of(LOOPBACK)) : address,
        port(spec.port()),
        Listener.Tls.valueOf(spec.tls().name()),
        Listener.Auth.valueOf(spec.auth().name()),
        proxies);
  }

  /**
   * The port to listen on. A pod may not bind ports below 1024; its Service maps the declared one
   * to this.
   */
  private int port(int declared) {
    return platform == Platform.CLUSTER && declared > 0 && declared < 1024
        ? declared + 2000
        : declared;
  }

  private String endpoint(String path, String declared) {
    var address = fields.address(path, declared);
    if (dev && address.isPresent() && !InetAddress.ofLiteral(address.get()).isLoopbackAddress()) {
      problems.note(
          domain,
          Reason.NoEffect,
          path,
          "with --dev the API asks for no token, so it listens on %s only".formatted(LOOPBACK));
      return LOOPBACK;
    }
    return address.orElse(platform == Platform.LAPTOP ? LOOPBACK : EVERYWHERE);
  }

  /**
   * Checks that the server can be reached: a Service needs ports, and requests to a pod come from
   * outside it.
   */
  private void reachable(Server server) {
    for (int i = 0; i < server.listeners().size(); i++) {
      inPod("spec.server.listeners[%d].port".formatted(i), server.listeners().get(i).port());
    }
    inPod("spec.server.management.port", server.management().port());
    inPod("spec.server.mailApi.port", server.mailApi().port());
    server.web().ifPresent(web -> inPod("spec.server.web.port", web.port()));
    server.web().ifPresent(web -> outside("spec.server.web.address", web.address()));
    outside("spec.server.management.address", server.management().address());
    outside("spec.server.mailApi.address", server.mailApi().address());
    if (server.listeners().stream()
        .allMatch(listener -> listener.address().map(ServerPass::isLoopback).orElse(false))) {
      fields.invalid(
          "spec.server.listeners",
          "all of them are on loopback, where nobody outside the pod reaches them: remove an"
              + " address");
    }
  }

  private void inPod(String path, int port) {
    if (port == 0) {
      fields.invalid(path, "a pod's port cannot be left to the system: name one");
    }
  }

  private void outside(String path, String address) {
    if (isLoopback(address)) {
      fields.invalid(path, "nobody outside the pod reaches loopback: remove it");
    }
  }

  private static boolean isLoopback(String address) {
    return InetAddress.ofLiteral(address).isLoopbackAddress();
  }
}
