package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** Someone, or some program, with a mailbox and a login. */
@JsonClassDescription("Someone, or some program, with a mailbox and a login.")
@Group(MailDomain.GROUP)
@Version(MailDomain.VERSION)
@ShortNames("muser")
@Categories("mail")
@AdditionalPrinterColumn(name = "Address", jsonPath = ".status.address", type = Type.STRING)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type=='Ready')].status",
    type = Type.STRING)
@AdditionalPrinterColumn(name = "Policy", jsonPath = ".status.sendPolicy", type = Type.STRING)
@AdditionalPrinterColumn(name = "Suspended", jsonPath = ".spec.suspended", type = Type.BOOLEAN)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
public class MailUser extends CustomResource<MailUserSpec, MailUserStatus> implements Namespaced {
  private static final long serialVersionUID = 1L;

  @Override
  protected MailUserSpec initSpec() {
    return null;
  }

  @Override
  protected MailUserStatus initStatus() {
    return null;
  }
}
