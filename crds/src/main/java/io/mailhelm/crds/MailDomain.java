package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A domain whose mail is kept here, and the server that keeps it. */
@JsonClassDescription("A domain whose mail is kept here, and the server that keeps it.")
@Group(MailDomain.GROUP)
@Version(MailDomain.VERSION)
@ShortNames("mdom")
@Categories("mail")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$')",
    message = SchemaRules.MAIL_DOMAIN_NAME)
@ValidationRule(
    value = "!has(self.spec.server) || self.metadata.name.matches('^[a-z]')",
    message = SchemaRules.SERVER_NAME)
@AdditionalPrinterColumn(
    name = "Domain",
    jsonPath = ".spec.domain",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type=='Ready')].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type=='Ready')].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "DNS",
    jsonPath = ".status.dns.ready",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "DKIM",
    jsonPath = ".status.dkim.activeSelector",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Servers",
    jsonPath = ".status.server.readyReplicas",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "TLS expiry",
    jsonPath = ".status.tls.notAfter",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Config",
    jsonPath = ".status.server.configHash",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class MailDomain extends CustomResource<MailDomainSpec, MailDomainStatus>
    implements Namespaced {
  public static final String GROUP = "mailhelm.io";
  public static final String VERSION = "v1alpha1";
  private static final long serialVersionUID = 1L;

  @Override
  protected MailDomainSpec initSpec() {
    return null;
  }

  @Override
  protected MailDomainStatus initStatus() {
    return null;
  }

  /**
   * The Secret with the generated certificate of a MailDomain. For {@code shop-api} it is not
   * {@code shop-api-tls}, because that is the certificate of {@code shop}'s APIs.
   *
   * @param domain its {@code metadata.name}
   */
  public static String tlsSecret(String domain) {
    return domain + (domain.endsWith("-api") ? "-cert" : "-tls");
  }
}
