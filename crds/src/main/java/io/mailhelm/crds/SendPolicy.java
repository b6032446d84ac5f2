package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The rules for what the users that it governs may send: from where, as whom and how much. */
@JsonClassDescription("What the users it governs may send, from where, as whom and how much.")
@Group(MailDomain.GROUP)
@Version(MailDomain.VERSION)
@ShortNames("spol")
@Categories("mail")
@AdditionalPrinterColumn(
    name = "Domain",
    jsonPath = ".spec.domainRef.name",
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
    name = "Users",
    jsonPath = ".status.users",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Day",
    jsonPath = ".status.warmUp.day",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Cap",
    jsonPath = ".status.warmUp.cap",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Used",
    jsonPath = ".status.warmUp.used",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Bounce%",
    jsonPath = ".status.rates.bouncePercent",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Complaint%",
    jsonPath = ".status.rates.complaintPercent",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Paused",
    jsonPath = ".status.conditions[?(@.type=='Paused')].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class SendPolicy extends CustomResource<SendPolicySpec, SendPolicyStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected SendPolicySpec initSpec() {
    return null;
  }

  @Override
  protected SendPolicyStatus initStatus() {
    return null;
  }
}
