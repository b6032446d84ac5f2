package io.mailhelm.smtp.api.dns;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Generates DNS records to publish; it asks no name server. */
@Path("/api/smtp/dns")
@RequestScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "DNS")
class GenerateResource {
  @POST
  @Path("/generate-spf")
  @Operation(summary = "An SPF record: who may send as a domain")
  public GeneratedRecord spf(SpfRequest request) {
    return SpfGenerator.of(StrictInput.body(request));
  }

  @POST
  @Path("/generate-dmarc")
  @Operation(summary = "A DMARC record: what becomes of mail that fails")
  public GeneratedRecord dmarc(DmarcRequest request) {
    return DmarcGenerator.of(StrictInput.body(request));
  }
}
