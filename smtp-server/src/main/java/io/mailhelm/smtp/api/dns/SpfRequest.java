package io.mailhelm.smtp.api.dns;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/smtp/dns/generate-spf}. */
@Schema(name = "SpfRequest")
record SpfRequest(
    @Schema(description = "Addresses and CIDRs that send.", examples = "[\"192.0.2.1\"]")
        List<String> includeIPs,
    @Schema(
            description =
                "mx: the domain's MX; a: its own addresses; any other: a domain whose senders may"
                    + " send too.",
            examples = "[\"mx\"]")
        List<String> includeDomains,
    @Schema(
            enumeration = {"~all", "-all", "?all"},
            description = "What is said of everybody else; absent: ~all.")
        Optional<String> policy) {
  SpfRequest {
    includeIPs = includeIPs == null ? List.of() : includeIPs;
    includeDomains = includeDomains == null ? List.of() : includeDomains;
  }
}
