package io.mailhelm.smtp.api.dns;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/smtp/dns/generate-dmarc}. */
@Schema(
    name = "DmarcRequest",
    requiredProperties = {"policy"})
record DmarcRequest(
    @Schema(enumeration = {"none", "quarantine", "reject"}) Optional<String> policy,
    @Schema(description = "Where reports go.", examples = "dmarc@yourdomain.com")
        Optional<String> reportEmail) {}
