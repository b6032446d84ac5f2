package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** SMTP TLS reports (RFC 8460). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TlsReportsSpec(
    @Size(max = 10)
        @JsonPropertyDescription("Mail addresses or https: URIs for reports of failed TLS (rua=).")
        List<@Size(min = 3, max = 320) String> to) {}
