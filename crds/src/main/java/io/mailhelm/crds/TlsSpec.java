package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** The source of a certificate and its key; where none is set, a self-signed one is generated. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "[has(self.secretRef), has(self.issuerRef), has(self.files)].filter(x, x).size() <= 1",
    message = SchemaRules.ONE_TLS_SOURCE)
public record TlsSpec(
    @JsonPropertyDescription(
            "A Secret of type kubernetes.io/tls with tls.crt (the chain, leaf first) and tls.key;"
                + " in a cluster labelled mailhelm.io/use: tls.")
        NameRef secretRef,
    @JsonPropertyDescription("A cert-manager issuer that is asked for the certificate.")
        IssuerRef issuerRef,
    @JsonPropertyDescription(
            "PEM files, re-read when they change. On a laptop only: a pod takes a Secret.")
        Files files) {

  /** A cert-manager issuer. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record IssuerRef(
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the issuer.")
          String name,
      @Default("Issuer") @JsonPropertyDescription("Issuer (of this namespace) or ClusterIssuer.")
          Kind kind) {

    /** The kinds of issuers that cert-manager has. */
    public enum Kind {
      Issuer,
      ClusterIssuer
    }
  }

  /** A certificate and its key as files. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Files(
      @Required
          @Size(min = 1, max = 4096)
          @JsonPropertyDescription(
              "Path of the chain, leaf first; relative to the folder of the resources.")
          String certificate,
      @Required
          @Size(min = 1, max = 4096)
          @JsonPropertyDescription(
              "Path of the private key; relative to the folder of the resources.")
          String privateKey) {}
}
