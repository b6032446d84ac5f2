package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Where mail for some recipients goes out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteSpec(
    @Required
        @Size(min = 1, max = 100)
        @JsonPropertyDescription("Recipients' domains, e.g. *.corp.example.")
        List<@Size(min = 1, max = 320) String> recipients,
    @JsonPropertyDescription("The relay. Default: the recipient's MX.") Relay relay) {

  /** A server that mail is handed to. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Relay(
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Its name or address.")
          String host,
      @Default("25") @Min(1) @Max(65535) @JsonPropertyDescription("Its port.") Integer port,
      @Default("Required") @JsonPropertyDescription("Whether TLS must be used.") Tls tls,
      @JsonPropertyDescription("A Secret with username and password.")
          NameRef credentialsSecretRef) {}

  /** Whether TLS must be used. */
  public enum Tls {
    Required,
    Opportunistic
  }
}
