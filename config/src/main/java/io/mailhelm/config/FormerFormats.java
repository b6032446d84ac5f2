package io.mailhelm.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Converts earlier formats into the present one. What they did not have is filled in as for a
 * resource that declares nothing: in format 1 nothing was sent, in format 2 every key signed and
 * nothing was known of DNS records, in format 3 there were fewer limits, in format 4 an old
 * password was not accepted after a change and users took up no mailboxes, and in format 5 nothing
 * limited how much was sent, to whom and what.
 */
final class FormerFormats {
  private FormerFormats() {}

  /** Fills in what earlier formats did not have. */
  static void complete(ObjectNode index) {
    var server = index.withObject("/server");
    missing(server, "resolvers", CanonicalJson.tree(List.of()));
    missing(server, "web", NullNode.getInstance());
    missing(server, "privateNetworks", CanonicalJson.tree(List.of()));
    missing(server, "retention", CanonicalJson.tree(Retention.DEFAULT));
    missing(server, "providers", CanonicalJson.tree(List.of()));
    var limits = server.withObject("/limits");
    var defaults = ServerLimits.DEFAULT;
    missing(limits, "outboundConnections", CanonicalJson.tree(defaults.outboundConnections()));
    missing(limits, "queue", CanonicalJson.tree(defaults.queue()));
    missing(limits, "deliveryHistory", CanonicalJson.tree(defaults.deliveryHistory()));
    missing(limits, "http", CanonicalJson.tree(defaults.http()));
    missing(limits, "outbound", CanonicalJson.tree(defaults.outbound()));
    missing(limits, "storage", CanonicalJson.tree(defaults.storage()));
    var storage = limits.withObject("/storage");
    CanonicalJson.tree(defaults.storage())
        .properties()
        .forEach(field -> missing(storage, field.getKey(), field.getValue()));
    for (var domain : index.withArray("/domains")) {
      missing((ObjectNode) domain, "dkim", CanonicalJson.tree(List.of()));
      missing((ObjectNode) domain, "dns", CanonicalJson.tree(DomainDns.DEFAULT));
      missing((ObjectNode) domain, "signingGrants", CanonicalJson.tree(List.of()));
      missing((ObjectNode) domain, "inbound", CanonicalJson.tree(InboundRules.DEFAULT));
      missing((ObjectNode) domain, "passwordGrace", CanonicalJson.tree(Domain.PASSWORD_GRACE));
      for (var key : domain.withArray("/dkim")) {
        missing((ObjectNode) key, "stage", CanonicalJson.tree(DkimKey.Stage.Active));
        missing((ObjectNode) key, "publicKey", CanonicalJson.tree(""));
      }
    }
    for (var policy : index.withArray("/sendPolicies")) {
      missing((ObjectNode) policy, "routes", CanonicalJson.tree(List.of()));
      missing((ObjectNode) policy, "delivery", CanonicalJson.tree(DeliveryRules.DEFAULT));
      missing((ObjectNode) policy, "deny", CanonicalJson.tree(List.of()));
      missing((ObjectNode) policy, "limits", CanonicalJson.tree(SendLimits.NONE));
      missing((ObjectNode) policy, "recipients", CanonicalJson.tree(RecipientRules.EVERYBODY));
      missing((ObjectNode) policy, "warmUp", NullNode.getInstance());
      missing((ObjectNode) policy, "reputation", CanonicalJson.tree(ReputationRules.NONE));
      missing((ObjectNode) policy, "content", CanonicalJson.tree(ContentRules.OFF));
      missing((ObjectNode) policy, "resumedAt", NullNode.getInstance());
    }
  }

  private static void missing(ObjectNode object, String field, JsonNode value) {
    if (!object.has(field)) {
      object.set(field, value);
    }
  }
}
