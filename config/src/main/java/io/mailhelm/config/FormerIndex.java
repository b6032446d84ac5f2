package io.mailhelm.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Earlier formats into the form that is written now. What they could not say is what a resource
 * that says nothing gets: with format 1 nothing was sent, with format 2 every key signed and
 * nothing was known of what DNS should say, with format 3 there were fewer limits, with format 4 a
 * changed password was not taken any more, and users took up nobody's mailbox.
 */
final class FormerIndex {
  private FormerIndex() {}

  /** Fills in what earlier formats did not have. */
  static void complete(ObjectNode index) {
    var server = index.withObject("/server");
    missing(server, "resolvers", Canonical.tree(List.of()));
    missing(server, "web", NullNode.getInstance());
    missing(server, "privateNetworks", Canonical.tree(List.of()));
    missing(server, "retention", Canonical.tree(Retention.DEFAULT));
    var limits = server.withObject("/limits");
    var defaults = Limits.DEFAULT;
    missing(limits, "outboundConnections", Canonical.tree(defaults.outboundConnections()));
    missing(limits, "queue", Canonical.tree(defaults.queue()));
    missing(limits, "deliveryHistory", Canonical.tree(defaults.deliveryHistory()));
    missing(limits, "http", Canonical.tree(defaults.http()));
    missing(limits, "outbound", Canonical.tree(defaults.outbound()));
    missing(limits, "storage", Canonical.tree(defaults.storage()));
    for (var domain : index.withArray("/domains")) {
      missing((ObjectNode) domain, "dkim", Canonical.tree(List.of()));
      missing((ObjectNode) domain, "dns", Canonical.tree(DomainDns.DEFAULT));
      missing((ObjectNode) domain, "signingGrants", Canonical.tree(List.of()));
      missing((ObjectNode) domain, "inbound", Canonical.tree(InboundRules.DEFAULT));
      missing((ObjectNode) domain, "passwordGrace", Canonical.tree(Domain.PASSWORD_GRACE));
      for (var key : domain.withArray("/dkim")) {
        missing((ObjectNode) key, "stage", Canonical.tree(DkimKey.Stage.Active));
        missing((ObjectNode) key, "publicKey", Canonical.tree(""));
      }
    }
    for (var policy : index.withArray("/sendPolicies")) {
      missing((ObjectNode) policy, "routes", Canonical.tree(List.of()));
      missing((ObjectNode) policy, "delivery", Canonical.tree(DeliveryRules.DEFAULT));
    }
  }

  private static void missing(ObjectNode object, String field, JsonNode value) {
    if (!object.has(field)) {
      object.set(field, value);
    }
  }
}
