package io.mailhelm.operator.maildomain;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.operator.Allowed;
import java.util.ArrayList;
import java.util.List;

/** What a MailDomain with a server declares that only an administrator may decide. */
final class Permissions {
  private Permissions() {}

  static List<Problem> problems(MailDomain host, Allowed allowed) {
    var problems = new ArrayList<Problem>();
    var image = host.getSpec().server().image();
    if (image != null && !allowed.image(image)) {
      problems.add(
          new Problem(
              Problem.Severity.Error,
              Reason.NotAllowed,
              ResourceReader.ref(host),
              "spec.server.image",
              "%s is no image that the administrator allows (%s): remove it, or have its repository listed (allow.images of the chart)"
                  .formatted(image, String.join(", ", allowed.images()))));
    }
    var dns = host.getSpec().dns();
    if (!allowed.resolvers() && dns != null && dns.resolvers() != null) {
      problems.add(
          new Problem(
              Problem.Severity.Note,
              Reason.NotAllowed,
              ResourceReader.ref(host),
              "spec.dns.resolvers",
              "the servers ask these, the operator does not: it asks whom the administrator says"
                  + " (dns.resolvers of the chart), unless allow.resolvers of the chart is true"));
    }
    return problems;
  }
}
