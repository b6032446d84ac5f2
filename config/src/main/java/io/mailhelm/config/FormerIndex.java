package io.mailhelm.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Format 1 into the form that is written now. What it could not say is what a resource that says
 * nothing gets: nothing was sent then.
 */
final class FormerIndex {
  static final int FORMAT = 1;

  private FormerIndex() {}

  /** Fills in what format 1 did not have. */
  static void complete(ObjectNode index) {
    var server = index.withObject("/server");
    missing(server, "resolvers", Canonical.tree(List.of()));
    var limits = server.withObject("/limits");
    var defaults = Limits.DEFAULT;
    missing(limits, "outboundConnections", Canonical.tree(defaults.outboundConnections()));
    missing(limits, "queue", Canonical.tree(defaults.queue()));
    missing(limits, "deliveryHistory", Canonical.tree(defaults.deliveryHistory()));
    for (var domain : index.withArray("/domains")) {
      missing((ObjectNode) domain, "dkim", Canonical.tree(List.of()));
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
