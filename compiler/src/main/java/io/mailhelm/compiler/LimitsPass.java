package io.mailhelm.compiler;

import io.mailhelm.config.HttpLimits;
import io.mailhelm.config.OutboundLimits;
import io.mailhelm.config.Retention;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.StorageLimits;
import io.mailhelm.crds.HttpLimitsSpec;
import io.mailhelm.crds.LimitsSpec;
import io.mailhelm.crds.OutboundLimitsSpec;
import io.mailhelm.crds.RetentionSpec;
import io.mailhelm.crds.StorageLimitsSpec;

/**
 * Compiles {@code spec.server.limits} and {@code spec.server.retention} into the limits of a
 * server.
 */
final class LimitsPass {
  private static final String LIMITS = "spec.server.limits.";
  private static final String RETENTION = "spec.server.retention.";

  private final SpecFields fields;

  LimitsPass(SpecFields fields) {
    this.fields = fields;
  }

  ServerLimits limits(LimitsSpec spec) {
    return new ServerLimits(
        fields.octets(LIMITS + "messageSize", spec.messageSize(), 1),
        spec.recipients(),
        spec.connections(),
        spec.connectionsPerAddress(),
        fields.duration(LIMITS + "commandTimeout", spec.commandTimeout()),
        fields.duration(LIMITS + "dataTimeout", spec.dataTimeout()),
        fields.duration(LIMITS + "sessionTimeout", spec.sessionTimeout()),
        spec.errors(),
        spec.authFailuresPerAddress(),
        spec.authFailuresPerAccount(),
        fields.duration(LIMITS + "authFailureWindow", spec.authFailureWindow()),
        spec.outboundConnections(),
        spec.queue(),
        fields.duration(LIMITS + "deliveryHistory", spec.deliveryHistory()),
        http(spec.http()),
        outbound(spec.outbound()),
        storage(spec.storage()));
  }

  private HttpLimits http(HttpLimitsSpec spec) {
    return new HttpLimits(
        spec.connections(),
        spec.connectionsPerAddress(),
        fields.duration(LIMITS + "http.requestTimeout", spec.requestTimeout()));
  }

  private static OutboundLimits outbound(OutboundLimitsSpec spec) {
    return new OutboundLimits(
        spec.perUserPercent(), spec.perDomainPercent(), spec.reservePercent());
  }

  private StorageLimits storage(StorageLimitsSpec spec) {
    return new StorageLimits(
        fields.octets(LIMITS + "storage.reserve", spec.reserve(), 1),
        fields.octets(LIMITS + "storage.waitingPerUser", spec.waitingPerUser(), 1),
        spec.queuePerUserPercent(),
        spec.queuePerDomainPercent());
  }

  Retention retention(RetentionSpec spec) {
    return new Retention(
        fields.duration(RETENTION + "heldMail", spec.heldMail()),
        fields.duration(RETENTION + "suppressions", spec.suppressions()),
        fields.duration(RETENTION + "idempotencyKeys", spec.idempotencyKeys()),
        fields.duration(RETENTION + "strayBodies", spec.strayBodies()));
  }
}
