package io.mailhelm.smtp.api.dns;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /api/smtp/dns/check}. */
@Schema(
    name = "DnsCheckRequest",
    requiredProperties = {"domain"})
record CheckRequest(
    @Schema(examples = "example.com") Optional<String> domain,
    @Schema(
            description =
                "Where the domain's mail comes from; absent: what its MailDomain says, or unknown.",
            examples = "192.0.2.1")
        Optional<String> ip) {}
