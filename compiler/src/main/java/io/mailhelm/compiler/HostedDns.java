package io.mailhelm.compiler;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns;
import io.mailhelm.config.DomainDns.MtaSts.Mode;
import io.mailhelm.config.Reason;
import io.mailhelm.config.Server;
import io.mailhelm.crds.MailDomain;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds to a domain's DNS records what comes from the server that it lives on. */
final class HostedDns {
  private final Optional<Server> server;
  private final Optional<DomainDns> host;

  /**
   * @param server the server that runs
   * @param host its own domain
   */
  HostedDns(Optional<Server> server, Optional<Domain> host) {
    this.server = server;
    this.host = host.map(Domain::dns);
  }

  /** The domain with its server's addresses and ports, where it declares none of its own. */
  Domain of(Domain domain) {
    var dns = domain.dns();
    var from = host.orElse(dns);
    return domain.withDns(
        dns.withServer(
            either(dns.publicAddresses(), from.publicAddresses()),
            either(dns.egressAddresses(), from.egressAddresses()),
            from.submission(),
            hasWeb() && hasCertificate(domain)));
  }

  /** Notes what keeps an MTA-STS policy from having an effect; it is published all the same. */
  static void check(
      MailDomain resource,
      Domain domain,
      Map<String, CertificateFacts> certificates,
      Problems problems) {
    var mode = domain.dns().mtaSts().mode();
    if (mode == Mode.None) {
      return;
    }
    var path = "spec.mtaSts.mode";
    if (!domain.dns().web()) {
      problems.note(
          resource,
          Reason.NoEffect,
          path,
          hasCertificate(domain)
              ? "there is no web port to publish the policy at: set spec.server.web of the"
                  + " MailDomain that has server, or publish it elsewhere"
              : "the certificate is its host's, which is not for mta-sts.%s: set hostname to have a"
                      .formatted(domain.domain().unicode())
                  + " certificate of its own, or publish the policy elsewhere");
    }
    var shown = Optional.ofNullable(certificates.get(TlsPass.owner(domain.tlsKey())));
    if (mode == Mode.Enforce && shown.map(CertificateFacts::selfSigned).orElse(false)) {
      problems.note(
          resource,
          Reason.InvalidCombination,
          path,
          "the certificate is self-signed, so senders that keep to the policy refuse to deliver:"
              + " write Testing until spec.tls names one that they trust");
    }
  }

  private boolean hasWeb() {
    return server.flatMap(Server::web).isPresent();
  }

  private static boolean hasCertificate(Domain domain) {
    return domain.tlsKey().equals(TlsPass.keyName(domain.name()));
  }

  private static List<String> either(List<String> own, List<String> hosts) {
    return own.isEmpty() ? hosts : own;
  }
}
