package io.mailhelm.cli.serve;

import io.mailhelm.config.HttpEndpoint;
import io.mailhelm.config.Listener;
import io.mailhelm.config.ServerConfig;
import java.util.List;
import java.util.function.UnaryOperator;

/** Carries out {@code --any-port}: the system chooses every port, whatever is declared. */
final class PortOverride {
  private PortOverride() {}

  static UnaryOperator<ServerConfig> of(ServeOptions options) {
    return options.ports().any() ? PortOverride::anyPort : UnaryOperator.identity();
  }

  static HttpEndpoint probes(ServeOptions options) {
    var ports = options.ports();
    return new HttpEndpoint("127.0.0.1", ports.any() ? 0 : ports.probes(), List.of());
  }

  /** Advice about a port that is not available. */
  static String advice(ServeOptions options, HttpEndpoint endpoint) {
    var flag =
        endpoint.equals(probes(options))
            ? "--probes-port"
            : "spec.server of the MailDomain, in its port";
    return "%s says which; --any-port takes whatever ports the system gives".formatted(flag);
  }

  private static ServerConfig anyPort(ServerConfig config) {
    var server = config.server();
    return config.withServer(
        server.withEndpoints(
            server.listeners().stream().map(PortOverride::anyPort).toList(),
            anyPort(server.management()),
            anyPort(server.mailApi()),
            server.web().map(PortOverride::anyPort)));
  }

  private static Listener anyPort(Listener listener) {
    return new Listener(
        listener.name(),
        listener.address(),
        0,
        listener.tls(),
        listener.auth(),
        listener.trustedProxies());
  }

  private static HttpEndpoint anyPort(HttpEndpoint endpoint) {
    return new HttpEndpoint(endpoint.address(), 0, endpoint.allowedCidrs());
  }
}
