package io.mailhelm.smtp.api.management;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.smtp.live.DescriptorShares;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The most connections there may be at once: as declared, or as file descriptors allow. */
@Schema(name = "HealthDescriptors")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ConnectionLimits(
    @Schema(description = "Connections of all SMTP listeners.") int smtp,
    @Schema(description = "Connections of each HTTP port, but for the probes' own.") int http,
    @Schema(description = "Connections to other servers.") int outbound,
    @Schema(description = "Why they are fewer than declared, and what to do.") String problem) {
  static ConnectionLimits of(ServerLimits limits) {
    var shares = DescriptorShares.of(limits);
    return new ConnectionLimits(
        shares.smtp(), shares.http(), shares.outbound(), DescriptorShares.shortage(limits));
  }
}
