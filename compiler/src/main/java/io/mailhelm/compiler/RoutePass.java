package io.mailhelm.compiler;

import io.mailhelm.config.AddressScope;
import io.mailhelm.config.Cidr;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Reason;
import io.mailhelm.config.Route;
import io.mailhelm.config.TlsLevel;
import io.mailhelm.crds.RouteSpec;
import io.mailhelm.crds.SendPolicy;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Compiles {@code spec.routes} of a SendPolicy, in the declared order: the first that matches
 * counts.
 */
final class RoutePass {
  private static final String BELOW = "*.";

  private final RelayLogins logins;
  private final List<Cidr> privateNetworks;
  private final Problems problems;

  /**
   * @param privateNetworks networks in which relays may be, besides the internet
   */
  RoutePass(RelayLogins logins, List<Cidr> privateNetworks, Problems problems) {
    this.logins = logins;
    this.privateNetworks = privateNetworks;
    this.problems = problems;
  }

  List<Route> routes(SendPolicy policy) {
    var fields = new SpecFields(policy, problems);
    var routes = new ArrayList<Route>();
    var declared = Objects.requireNonNullElse(policy.getSpec().routes(), List.<RouteSpec>of());
    for (int i = 0; i < declared.size(); i++) {
      var path = "spec.routes[%d]".formatted(i);
      var route = declared.get(i);
      routes.add(
          new Route(
              recipients(fields, path, route.recipients()),
              route.relay() == null
                  ? Optional.empty()
                  : relay(policy, fields, path + ".relay", route.relay())));
      unreached(policy, routes, path);
    }
    return routes;
  }

  private void unreached(SendPolicy policy, List<Route> routes, String path) {
    var before = routes.subList(0, routes.size() - 1);
    if (before.stream().anyMatch(route -> route.recipients().contains(Route.EVERYTHING))) {
      problems.note(
          policy,
          Reason.NoEffect,
          path,
          "no mail comes this far: a route before it takes everything");
    }
  }

  private static List<String> recipients(SpecFields fields, String path, List<String> texts) {
    var patterns = new ArrayList<String>();
    for (int i = 0; i < texts.size(); i++) {
      try {
        patterns.add(pattern(texts.get(i)));
      } catch (IllegalArgumentException e) {
        fields.invalid(
            "%s.recipients[%d]".formatted(path, i),
            "'%s' is not a domain: write example.com, *.example.com or *".formatted(texts.get(i)));
      }
    }
    return patterns.stream().sorted().distinct().toList();
  }

  private static String pattern(String text) {
    if (text.equals(Route.EVERYTHING)) {
      return text;
    }
    return text.startsWith(BELOW)
        ? BELOW + DomainName.of(text.substring(BELOW.length()))
        : DomainName.of(text).ascii();
  }

  /** A relay; empty where a problem now says why not. */
  Optional<Route.Relay> relay(
      SendPolicy policy, SpecFields fields, String path, RouteSpec.Relay relay) {
    var host = host(relay.host());
    if (host.isEmpty()) {
      fields.invalid(
          path + ".host",
          "'%s' is not a host name or IP address: write e.g. smtp.example.com, and port beside it"
              .formatted(relay.host()));
      return Optional.empty();
    }
    unlistedNetwork(policy, path + ".host", host.get());
    var login =
        Optional.ofNullable(relay.credentialsSecretRef())
            .map(
                ref ->
                    logins.login(
                        policy, path + ".credentialsSecretRef.name", ref.name(), host.get()));
    if (login.isPresent() && relay.tls() == RouteSpec.Tls.Opportunistic) {
      problems.note(
          policy,
          Reason.InvalidCombination,
          path + ".tls",
          "Opportunistic takes any certificate, so whoever sits in between could read the password:"
              + " set Required");
    }
    return Optional.of(
        new Route.Relay(host.get(), relay.port(), TlsLevel.valueOf(relay.tls().name()), login));
  }

  /**
   * Refuses a relay in a private network that is not listed, because the server would not connect
   * to it. Of a name this is known only once it is looked up.
   */
  private void unlistedNetwork(SendPolicy policy, String path, String host) {
    literal(host)
        .filter(address -> AddressScope.of(address).isInternal())
        .filter(address -> privateNetworks.stream().noneMatch(it -> it.contains(address)))
        .ifPresent(
            address ->
                problems.error(
                    policy,
                    Reason.InvalidCombination,
                    path,
                    "'%s' is %s, and mail goes to such only where that is declared: list its network"
                            .formatted(host, AddressScope.of(address).words())
                        + " in spec.server.privateNetworks of the MailDomain that has server"));
  }

  private static Optional<InetAddress> literal(String host) {
    try {
      return Optional.of(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> host(String text) {
    return literal(text).map(InetAddress::getHostAddress).or(() -> name(text));
  }

  private static Optional<String> name(String text) {
    try {
      var name = DomainName.of(text).ascii();
      // No top-level domain is a number: this is an address with a slip in it.
      return name.matches("([^.]*[.])*[0-9]+") ? Optional.empty() : Optional.of(name);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
