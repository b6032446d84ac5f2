package io.mailhelm.compiler;

import io.mailhelm.config.Reason;
import io.mailhelm.crds.ListenerSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainSpec;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.PodTemplateSpec;
import io.mailhelm.crds.RecipientsSpec;
import io.mailhelm.crds.SchemaRules;
import io.mailhelm.crds.SendPolicy;
import io.mailhelm.crds.ServerSpec;
import io.mailhelm.crds.ServiceSpec;
import java.util.HashSet;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Checks the CEL rules of the schemas, with the same messages, because a laptop has no API server
 * to do so.
 */
final class CrossFieldRules {
  private CrossFieldRules() {}

  static void check(MailDomain domain, Problems problems) {
    var name = domain.getMetadata().getName();
    if (name.length() > 40 || !name.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?")) {
      problems.error(domain, Reason.InvalidValue, "metadata.name", SchemaRules.MAIL_DOMAIN_NAME);
    }
    var spec = domain.getSpec();
    if (spec.server() != null && !name.isEmpty() && !name.matches("[a-z].*")) {
      problems.error(domain, Reason.InvalidValue, "metadata.name", SchemaRules.SERVER_NAME);
    }
    if ((spec.server() == null) == (spec.serverRef() == null)) {
      problems.error(domain, Reason.InvalidCombination, "spec", SchemaRules.ONE_SERVER);
    }
    var tls = spec.tls();
    if (tls != null
        && Stream.of(tls.secretRef(), tls.issuerRef(), tls.files()).filter(Objects::nonNull).count()
            > 1) {
      problems.error(domain, Reason.InvalidCombination, "spec.tls", SchemaRules.ONE_TLS_SOURCE);
    }
    var dkim = spec.dkim();
    if (dkim != null && dkim.selector() != null && dkim.secretRef() == null) {
      problems.error(
          domain, Reason.InvalidCombination, "spec.dkim", SchemaRules.SELECTOR_NEEDS_SECRET);
    }
    if (dkim != null && dkim.selector() == null && dkim.secretRef() != null) {
      problems.error(
          domain, Reason.InvalidCombination, "spec.dkim", SchemaRules.SECRET_NEEDS_SELECTOR);
    }
    if (spec.server() != null) {
      server(domain, spec.server(), problems);
    }
  }

  static void check(MailUser user, Problems problems) {
    if (user.getMetadata().getName().length() > 63) {
      problems.error(user, Reason.InvalidValue, "metadata.name", SchemaRules.MAIL_USER_NAME);
    }
    if (user.getSpec().sieve() != null && user.getSpec().sieveRef() != null) {
      problems.error(user, Reason.InvalidCombination, "spec.sieve", SchemaRules.ONE_SIEVE);
    }
  }

  static void check(SendPolicy policy, Problems problems) {
    var recipients = policy.getSpec().recipients();
    if (recipients != null
        && (recipients.redirectTo() != null)
            != (recipients.others() == RecipientsSpec.Others.Redirect)) {
      problems.error(policy, Reason.InvalidCombination, "spec.recipients", SchemaRules.REDIRECT);
    }
  }

  private static void service(MailDomain domain, ServiceSpec service, Problems problems) {
    var path = "spec.server.service.";
    var type = service.type();
    if (type == ServiceSpec.Type.ClusterIP && service.externalTrafficPolicy() != null) {
      problems.error(
          domain,
          Reason.InvalidCombination,
          path + "externalTrafficPolicy",
          SchemaRules.TRAFFIC_POLICY);
    }
    if (type != ServiceSpec.Type.LoadBalancer && service.loadBalancerSourceRanges() != null) {
      problems.error(
          domain,
          Reason.InvalidCombination,
          path + "loadBalancerSourceRanges",
          SchemaRules.SOURCE_RANGES);
    }
    var ports = service.nodePorts();
    if (type == ServiceSpec.Type.ClusterIP && ports != null) {
      problems.error(domain, Reason.InvalidCombination, path + "nodePorts", SchemaRules.NODE_PORTS);
    }
    if (ports != null
        && (ports.stream().map(ServiceSpec.NodePort::port).distinct().count() < ports.size()
            || ports.stream().map(ServiceSpec.NodePort::nodePort).distinct().count()
                < ports.size())) {
      problems.error(domain, Reason.InvalidValue, path + "nodePorts", SchemaRules.NODE_PORTS_ONCE);
    }
    var families = service.ipFamilies();
    if (families != null && families.size() > 1) {
      if (families.stream().distinct().count() < families.size()) {
        problems.error(domain, Reason.InvalidValue, path + "ipFamilies", SchemaRules.FAMILIES_ONCE);
      }
      if (service.ipFamilyPolicy() == null
          || service.ipFamilyPolicy() == ServiceSpec.IpFamilyPolicy.SingleStack) {
        problems.error(
            domain, Reason.InvalidCombination, path + "ipFamilies", SchemaRules.TWO_FAMILIES);
      }
    }
  }

  private static void server(MailDomain domain, ServerSpec server, Problems problems) {
    if (server.replicas() > 1 && server.database() == null) {
      problems.error(
          domain,
          Reason.DatabaseRequired,
          "spec.server.replicas",
          SchemaRules.REPLICAS_NEED_DATABASE);
    }
    if (server.service() != null) {
      service(domain, server.service(), problems);
    }
    var template = server.podTemplate();
    if (template != null && template.env() != null) {
      var variables = template.env().stream().map(PodTemplateSpec.VariableSpec::name);
      if (variables.distinct().count() < template.env().size()) {
        problems.error(
            domain, Reason.InvalidValue, "spec.server.podTemplate.env", SchemaRules.VARIABLE_NAMES);
      }
    }
    var names = new HashSet<String>();
    for (int i = 0; i < server.listeners().size(); i++) {
      var listener = server.listeners().get(i);
      var path = "spec.server.listeners[%d]".formatted(i);
      if (!names.add(listener.name())) {
        problems.error(domain, Reason.InvalidValue, path + ".name", SchemaRules.LISTENER_NAMES);
      }
      if (listener.auth() == ListenerSpec.Auth.LoopbackOptional
          && domain.getSpec().outbound() != MailDomainSpec.Outbound.Capture) {
        problems.error(
            domain, Reason.InvalidCombination, path + ".auth", SchemaRules.LOOPBACK_NEEDS_CAPTURE);
      }
    }
  }
}
