package io.mailhelm.smtp.api.http;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirementsSet;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Describes the APIs as a whole for the OpenAPI document. An {@code Application} because only there
 * is a definition looked for; it says nothing else.
 */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Mailhelm",
            version = "v1alpha1",
            description =
                "Management API (port 3001: /inbox, /users, /queue, /suppressions, /counts, /policies, /health,"
                    + " /config) and mail API (port 3000: /api/email, /api/smtp/dns). A path asked on the other port is 404. Every error is"
                    + " application/problem+json (RFC 9457); 400 and 422 say what is allowed.",
            license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
    securitySets = {
      @SecurityRequirementsSet(@SecurityRequirement(name = "token")),
      @SecurityRequirementsSet(@SecurityRequirement(name = "user"))
    },
    tags = {
      @Tag(name = "Inbox", description = "Stored messages. Port 3001."),
      @Tag(name = "Users", description = "Who has a mailbox. Port 3001."),
      @Tag(
          name = "Queue",
          description = "What is on its way to other servers, and whom not to mail. Port 3001."),
      @Tag(name = "Server", description = "How it fares. Port 3001."),
      @Tag(name = "Mail", description = "Sending, and what became of it. Port 3000."),
      @Tag(
          name = "DNS",
          description = "What the DNS says of a domain, and what to write. Port 3000.")
    },
    components =
        @Components(
            securitySchemes = {
              @SecurityScheme(
                  securitySchemeName = "token",
                  type = SecuritySchemeType.HTTP,
                  scheme = "bearer",
                  description = "The server's token: opens everything."),
              @SecurityScheme(
                  securitySchemeName = "user",
                  type = SecuritySchemeType.HTTP,
                  scheme = "basic",
                  description =
                      "A user's address and password: the user's own mailbox, and sending as that"
                          + " user.")
            }))
public class ApiDescription extends Application {}
