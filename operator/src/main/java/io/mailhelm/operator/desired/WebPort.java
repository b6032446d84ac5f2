package io.mailhelm.operator.desired;

import io.mailhelm.config.DomainDns.MtaSts;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.crds.MailDomain;

/** The public web port: in every pod from the first on, in the Service once it is wanted. */
final class WebPort {
  /** Of the pod's port. */
  static final String NAME = "web";

  /** Of the Service's port. */
  static final String SERVICE_NAME = "https";

  /** RFC 8461 §3.3 leaves no choice. */
  static final int SERVICE_PORT = 443;

  private WebPort() {}

  /**
   * Whether the internet is to reach it: {@code spec.server.web} is declared, or a domain of the
   * server has an MTA-STS policy that is not published by somebody else.
   */
  static boolean isWanted(MailDomain host, ServerConfig config) {
    return host.getSpec().server().web() != null
        || config.domains().stream()
            .map(domain -> domain.dns())
            .anyMatch(
                dns ->
                    dns.web()
                        && dns.mtaSts().mode() != MtaSts.Mode.None
                        && !dns.omitted().contains(RecordPurpose.MtaSts));
  }

  /**
   * Whether the Service has it. A listener that is declared on the same port has precedence: a
   * Service cannot have both, and without the listener mail would be lost.
   */
  static boolean isOffered(ServerShape shape) {
    return shape.server().web().isPresent()
        && shape.web()
        && ExposedListener.of(shape).stream().noneMatch(each -> each.servicePort() == SERVICE_PORT);
  }
}
