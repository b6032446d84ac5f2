package io.mailhelm.operator.desired;

import io.mailhelm.config.Listener;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.ListenerSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.ServerSpec;
import java.util.Objects;

/**
 * What the objects of one MailDomain's servers depend on. Users, policies and keys are no part of
 * it: they never roll a pod.
 *
 * @param domain complete with defaults; it has {@code spec.server}
 * @param server what its {@code spec.server} compiles to in a cluster: the ports of the pod
 * @param image for a domain that names none
 * @param operatorNamespace where the operator runs
 * @param web whether the world is to reach the web port
 * @param volume what new claims ask for
 */
public record ServerShape(
    MailDomain domain,
    Server server,
    DefaultImage image,
    String operatorNamespace,
    boolean web,
    DataClaim.Volume volume) {
  public ServerShape {
    Objects.requireNonNull(image);
    Objects.requireNonNull(operatorNamespace);
    if (!agrees(domain, server)) {
      throw new IllegalArgumentException(
          "the listeners of MailDomain %s are not those of the compiled server: a refused domain keeps the objects it has"
              .formatted(domain.getMetadata().getName()));
    }
  }

  /** The shape of what a MailDomain and all that lives on its servers compile to. */
  public static ServerShape of(
      MailDomain domain, ServerConfig config, DefaultImage image, String operatorNamespace) {
    return new ServerShape(
        domain,
        config.server(),
        image,
        operatorNamespace,
        WebPort.isWanted(domain, config),
        DataClaim.declared(domain));
  }

  /** The same with another volume than is declared: as the claims are that are there. */
  public ServerShape with(DataClaim.Volume other) {
    return new ServerShape(domain, server, image, operatorNamespace, web, other);
  }

  /** The same with another image where the domain names none. */
  public ServerShape with(DefaultImage other) {
    return new ServerShape(domain, server, other, operatorNamespace, web, volume);
  }

  /**
   * Whether {@code server} is what this declaration compiles to, as far as its listeners go. It is
   * not where the declaration is refused and {@code server} is the last good one: then nobody knows
   * which ports of a Service belong to it.
   */
  public static boolean agrees(MailDomain domain, Server server) {
    var spec = domain.getSpec().server();
    if (spec == null || spec.listeners().size() != server.listeners().size()) {
      return false;
    }
    for (int i = 0; i < spec.listeners().size(); i++) {
      if (!isOf(spec.listeners().get(i), server.listeners().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a pod's listener is this declared one: it binds no port below 1024. */
  static boolean isOf(ListenerSpec declared, Listener compiled) {
    var port = declared.port();
    return declared.name().equals(compiled.name())
        && (port == compiled.port() || (port < 1024 && port + 2000 == compiled.port()));
  }

  ServerSpec spec() {
    return domain.getSpec().server();
  }
}
