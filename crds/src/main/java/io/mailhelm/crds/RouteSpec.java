package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The way on which mail for some recipients leaves. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteSpec(
    @Required
        @Size(min = 1, max = 100)
        @JsonPropertyDescription(
            "Recipients' domains: example.com, *.example.com (any name below it, not itself) or *"
                + " (everyone).")
        List<@Size(min = 1, max = 255) @Pattern(Patterns.DOMAINS) String> recipients,
    @JsonPropertyDescription("The relay. Default: the recipient's MX.") Relay relay) {

  /** A server to which mail is handed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Relay(
      @Required
          @Size(min = 1, max = 253)
          @Pattern(Patterns.HOST)
          @JsonPropertyDescription("Its name, or its address without brackets.")
          String host,
      @Default("25") @Min(1) @Max(65535) @JsonPropertyDescription("Its port.") Integer port,
      @Default("Required")
          @JsonPropertyDescription(
              "Required: TLS with a certificate that is valid for host, else nothing is sent."
                  + " Opportunistic: TLS where offered, whatever certificate is shown.")
          Tls tls,
      @JsonPropertyDescription(
              "A Secret with username and password to log in with; in a cluster labelled"
                  + " mailhelm.io/use: relay.")
          NameRef credentialsSecretRef) {}

  /** Whether TLS must be used. */
  public enum Tls {
    Required,
    Opportunistic
  }
}
