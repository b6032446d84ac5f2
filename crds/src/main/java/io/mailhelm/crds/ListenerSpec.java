package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A port that speaks SMTP. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ListenerSpec(
    @Required
        @Size(min = 1, max = 15)
        @Pattern(Patterns.LABEL)
        @JsonPropertyDescription("A name of its own, e.g. submission.")
        String name,
    @Required
        @Min(0)
        @Max(65535)
        @JsonPropertyDescription("The port; 0: one the system gives (laptop only).")
        Integer port,
    @Size(min = 2, max = 64)
        @JsonPropertyDescription(
            "The IP address to bind. Default: all, or loopback with serve --dev.")
        String address,
    @Default("Opportunistic")
        @JsonPropertyDescription(
            "When TLS begins. Opportunistic: STARTTLS is offered, AUTH only after it. StartTls:"
                + " nothing else before STARTTLS. Implicit: from the first byte. Optional: STARTTLS"
                + " and AUTH in clear (development).")
        Tls tls,
    @Default("None")
        @JsonPropertyDescription(
            "Who must log in. None: nobody can; mail for our own domains only. Required: everyone."
                + " LoopbackOptional: everyone but this machine; only with outbound: Capture.")
        Auth auth,
    @JsonPropertyDescription("The load balancer in front speaks the PROXY protocol.")
        ProxyProtocolSpec proxyProtocol) {

  static final String DEFAULTS =
      """
      [{"name":"smtp","port":25,"tls":"Opportunistic","auth":"None"},
       {"name":"submission","port":587,"tls":"StartTls","auth":"Required"},
       {"name":"submissions","port":465,"tls":"Implicit","auth":"Required"}]
      """;

  /** When TLS begins. */
  public enum Tls {
    Opportunistic,
    StartTls,
    Implicit,
    Optional
  }

  /** Who must log in. */
  public enum Auth {
    None,
    Required,
    LoopbackOptional
  }
}
