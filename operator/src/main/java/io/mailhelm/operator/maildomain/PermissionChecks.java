package io.mailhelm.operator.maildomain;

import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.PodTemplateSpec;
import io.mailhelm.operator.AdminGrants;
import io.mailhelm.operator.PodGrants;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Checks what a MailDomain with a server declares against what an administrator allows. */
final class PermissionChecks {
  /** Annotations of a Service by which external-dns publishes names, whoever owns them. */
  private static final List<String> PUBLISHED =
      List.of(
          "external-dns.alpha.kubernetes.io/hostname",
          "external-dns.alpha.kubernetes.io/internal-hostname");

  /**
   * Characters of a key that go into a status: the status must be writable whatever is declared.
   */
  private static final int SHOWN_AT_MOST = 320;

  private final MailDomain host;
  private final List<Problem> problems = new ArrayList<>();

  private PermissionChecks(MailDomain host) {
    this.host = host;
  }

  static List<Problem> problems(MailDomain host, AdminGrants allowed) {
    var permissions = new PermissionChecks(host);
    permissions.image(allowed);
    permissions.pods(allowed.pods());
    permissions.published();
    permissions.resolvers(allowed);
    return permissions.problems;
  }

  private void image(AdminGrants allowed) {
    var image = host.getSpec().server().image();
    if (image != null && !allowed.image(image)) {
      error(
          "spec.server.image",
          "%s is no image that the administrator allows (%s): remove it, or have its repository listed (allow.images of the chart)"
              .formatted(image, String.join(", ", allowed.images())));
    }
  }

  private void pods(PodGrants granted) {
    var template = host.getSpec().server().podTemplate();
    if (template == null) {
      return;
    }
    each("labels[%s]", keys(template.labels()), granted::label, "labels");
    each("annotations[%s]", keys(template.annotations()), granted::annotation, "annotations");
    each("env[%s]", variables(template), granted::variable, "env");
    each(
        "priorityClassName",
        Stream.ofNullable(template.priorityClassName()).toList(),
        granted::priorityClass,
        "priorityClasses");
    each(
        "serviceAccountName",
        Stream.ofNullable(template.serviceAccountName()).toList(),
        granted::serviceAccount,
        "serviceAccounts");
  }

  private void each(
      String field, Collection<String> names, Predicate<String> granted, String list) {
    for (var name : names) {
      if (!granted.test(name)) {
        var shown = name.substring(0, Math.min(name.length(), SHOWN_AT_MOST));
        error(
            "spec.server.podTemplate." + field.formatted(shown),
            "the administrator does not allow %s for pods: remove it, or have it listed (allow.pods.%s of the chart)"
                .formatted(shown, list));
      }
    }
  }

  private static Collection<String> keys(Map<String, String> map) {
    return Objects.requireNonNullElse(map, Map.<String, String>of()).keySet();
  }

  private static List<String> variables(PodTemplateSpec template) {
    return Objects.requireNonNullElse(template.env(), List.<PodTemplateSpec.VariableSpec>of())
        .stream()
        .map(PodTemplateSpec.VariableSpec::name)
        .toList();
  }

  /**
   * Checks that a name that external-dns is to publish is within the MailDomain's own domain, as it
   * is for the records that we publish.
   */
  private void published() {
    var service = host.getSpec().server().service();
    if (service == null || service.annotations() == null) {
      return;
    }
    for (var key : PUBLISHED) {
      for (var name : Objects.requireNonNullElse(service.annotations().get(key), "").split(",")) {
        if (!name.isBlank() && !isOwn(name.strip())) {
          error(
              "spec.server.service.annotations[%s]".formatted(key),
              "%s is not within %s: only names of one's own domain are published"
                  .formatted(name.strip(), host.getSpec().domain()));
        }
      }
    }
  }

  private boolean isOwn(String name) {
    try {
      return DomainName.of(name).isWithin(DomainName.of(host.getSpec().domain()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void resolvers(AdminGrants allowed) {
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
  }

  private void error(String path, String sentence) {
    problems.add(
        new Problem(
            Problem.Severity.Error, Reason.NotAllowed, ResourceReader.ref(host), path, sentence));
  }
}
