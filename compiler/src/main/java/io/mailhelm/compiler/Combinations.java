package io.mailhelm.compiler;

import io.mailhelm.config.Reason;
import io.mailhelm.crds.ListenerSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainSpec;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.Rules;
import io.mailhelm.crds.ServerSpec;
import io.mailhelm.crds.ServiceSpec;
import java.util.HashSet;
import java.util.Objects;
import java.util.stream.Stream;

/** The CEL rules of the schemas once more, with the same words: a laptop has no API server. */
final class Combinations {
  private Combinations() {}

  static void check(MailDomain domain, Problems problems) {
    var name = domain.getMetadata().getName();
    if (name.length() > 40 || !name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")) {
      problems.error(domain, Reason.InvalidValue, "metadata.name", Rules.MAIL_DOMAIN_NAME);
    }
    var spec = domain.getSpec();
    if (spec.server() != null && !name.isEmpty() && !name.matches("[a-z].*")) {
      problems.error(domain, Reason.InvalidValue, "metadata.name", Rules.SERVER_NAME);
    }
    if ((spec.server() == null) == (spec.serverRef() == null)) {
      problems.error(domain, Reason.InvalidCombination, "spec", Rules.ONE_SERVER);
    }
    var tls = spec.tls();
    if (tls != null
        && Stream.of(tls.secretRef(), tls.issuerRef(), tls.files()).filter(Objects::nonNull).count()
            > 1) {
      problems.error(domain, Reason.InvalidCombination, "spec.tls", Rules.ONE_TLS_SOURCE);
    }
    var dkim = spec.dkim();
    if (dkim != null && dkim.selector() != null && dkim.secretRef() == null) {
      problems.error(domain, Reason.InvalidCombination, "spec.dkim", Rules.SELECTOR_NEEDS_SECRET);
    }
    if (dkim != null && dkim.selector() == null && dkim.secretRef() != null) {
      problems.error(domain, Reason.InvalidCombination, "spec.dkim", Rules.SECRET_NEEDS_SELECTOR);
    }
    if (spec.server() != null) {
      server(domain, spec.server(), problems);
    }
  }

  static void check(MailUser user, Problems problems) {
    if (user.getMetadata().getName().length() > 63) {
      problems.error(user, Reason.InvalidValue, "metadata.name", Rules.MAIL_USER_NAME);
    }
    if (user.getSpec().sieve() != null && user.getSpec().sieveRef() != null) {
      problems.error(user, Reason.InvalidCombination, "spec.sieve", Rules.ONE_SIEVE);
    }
  }

  private static void server(MailDomain domain, ServerSpec server, Problems problems) {
    if (server.replicas() > 1 && server.database() == null) {
      problems.error(
          domain, Reason.DatabaseRequired, "spec.server.replicas", Rules.REPLICAS_NEED_DATABASE);
    }
    var service = server.service();
    if (service != null
        && service.type() == ServiceSpec.Type.ClusterIP
        && service.externalTrafficPolicy() != null) {
      problems.error(
          domain,
          Reason.InvalidCombination,
          "spec.server.service.externalTrafficPolicy",
          Rules.TRAFFIC_POLICY);
    }
    var names = new HashSet<String>();
    for (int i = 0; i < server.listeners().size(); i++) {
      var listener = server.listeners().get(i);
      var path = "spec.server.listeners[%d]".formatted(i);
      if (!names.add(listener.name())) {
        problems.error(domain, Reason.InvalidValue, path + ".name", Rules.LISTENER_NAMES);
      }
      if (listener.auth() == ListenerSpec.Auth.LoopbackOptional
          && domain.getSpec().outbound() != MailDomainSpec.Outbound.Capture) {
        problems.error(
            domain, Reason.InvalidCombination, path + ".auth", Rules.LOOPBACK_NEEDS_CAPTURE);
      }
    }
  }
}
