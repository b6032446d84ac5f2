package io.mailhelm.operator.desired;

import io.mailhelm.config.Listener;
import io.mailhelm.config.Server;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.ListenerSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.ServerSpec;
import java.util.Objects;

/**
 * Holds all that the objects of one MailDomain's servers depend on. Users, policies and keys are
 * not part of it, so they never replace a pod.
 *
 * @param domain complete with defaults; it has {@code spec.server}
 * @param server what its {@code spec.server} compiles to in a cluster: the ports of the pod
 * @param image for a domain that names none
 * @param operatorNamespace where the operator runs
 * @param web whether the web port is open to the internet
 * @param volume the size and class of new claims
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

  /** The shape of a MailDomain's servers, from what it and all that lives on them compile to. */
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

  /** The same with another volume than the declared one: that of the claims that exist. */
  public ServerShape with(DataClaim.Volume other) {
    return new ServerShape(domain, server, image, operatorNamespace, web, other);
  }

  /** The same with another image where the domain names none. */
  public ServerShape with(DefaultImage other) {
    return new ServerShape(domain, server, other, operatorNamespace, web, volume);
  }

  /**
   * Whether {@code server} is compiled from this declaration, as far as its listeners show. It is
   * not where the declaration is refused and {@code server} is the last good one: then it is not
   * known which ports of a Service belong to it.
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

  /**
   * Whether a pod's listener is this declared one. Its port differs where less than 1024 is
   * declared, because pods do not bind such ports.
   */
  static boolean isOf(ListenerSpec declared, Listener compiled) {
    var port = declared.port();
    return declared.name().equals(compiled.name())
        && (port == compiled.port() || (port < 1024 && port + 2000 == compiled.port()));
  }

  ServerSpec spec() {
    return domain.getSpec().server();
  }
}
