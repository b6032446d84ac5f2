package io.mailhelm.smtp.api.management;

import io.mailhelm.smtp.send.Port25;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whether the server reaches port 25 of other servers. */
@Schema(name = "Outbound")
record OutboundView(
    @Schema(
            enumeration = {"Unknown", "Open", "Blocked"},
            description =
                "Blocked: nothing answered on port 25 for an hour, at addresses of several domains.")
        String port25,
    @Schema(description = "Connections tried to port 25 of public addresses, since the start.")
        long tried,
    @Schema(description = "Those of them that nothing answered.") long timedOut) {
  static OutboundView of(Port25.Report report) {
    return new OutboundView(report.state().name(), report.tried(), report.timedOut());
  }
}
