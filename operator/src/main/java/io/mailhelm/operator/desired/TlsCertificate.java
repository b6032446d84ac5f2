package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.mailhelm.config.DomainName;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.SecretUse;
import io.mailhelm.crds.TlsSpec.IssuerRef;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the Certificate that asks cert-manager for a domain's certificate. The Secret that
 * cert-manager fills is kept when the Certificate is deleted.
 */
public final class TlsCertificate {
  public static final String GROUP = "cert-manager.io";
  public static final String API_VERSION = GROUP + "/v1";
  public static final String KIND = "Certificate";

  private TlsCertificate() {}

  /**
   * The Certificate {@code d-tls}; deleted with its MailDomain.
   *
   * @param domain has {@code spec.tls.issuerRef}
   * @param names the host names of the certificate
   */
  public static GenericKubernetesResource of(MailDomain domain, List<DomainName> names) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(API_VERSION)
        .withKind(KIND)
        .withMetadata(Metadata.owned(domain, ObjectNames.tls(ObjectNames.of(domain))))
        .addToAdditionalProperties("spec", spec(domain, names))
        .build();
  }

  private static Map<String, Object> spec(MailDomain domain, List<DomainName> names) {
    return SortedMaps.map(
        "dnsNames",
        names.stream().map(DomainName::ascii).toList(),
        "issuerRef",
        issuer(domain.getSpec().tls().issuerRef()),
        "privateKey",
        SortedMaps.map("algorithm", "ECDSA", "rotationPolicy", "Always", "size", 256),
        "secretName",
        ObjectNames.tls(ObjectNames.of(domain)),
        "secretTemplate",
        SortedMaps.map("labels", labels(domain)),
        "usages",
        List.of("digital signature", "server auth"));
  }

  /**
   * Labels for the Secret that the issuer makes: the operator reads only Secrets that are marked.
   */
  private static Map<String, String> labels(MailDomain domain) {
    var labels = Labels.describing(ObjectNames.of(domain));
    labels.put(SecretUse.LABEL, SecretUse.Tls.value());
    return labels;
  }

  private static Map<String, Object> issuer(IssuerRef ref) {
    var kind = Objects.requireNonNullElse(ref.kind(), IssuerRef.Kind.Issuer);
    return SortedMaps.map("group", GROUP, "kind", kind.name(), "name", ref.name());
  }
}
