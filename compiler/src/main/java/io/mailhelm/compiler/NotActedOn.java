package io.mailhelm.compiler;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.config.Reason;
import io.mailhelm.crds.DkimSpec;
import io.mailhelm.crds.DnsSpec;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailDomainSpec;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.MailUserSpec;
import io.mailhelm.crds.MailboxesSpec;
import io.mailhelm.crds.ServerSpec;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reports fields for which this version has no behaviour. One that restricts or protects anything,
 * or says where data lives, is refused when it is set; any other is noted. A value from a schema's
 * default does not count. Once the behaviour exists, the row is removed.
 */
final class NotActedOn {
  private NotActedOn() {}

  private enum Weight {
    /** Ignoring it would break a promise. */
    Refused,
    /** Ignoring it only leaves something undone. */
    Noted,
    /** It is for clusters only, and noted on a laptop. */
    NotedOnLaptop
  }

  private record Row<T>(String path, Weight weight, Predicate<T> set, String sentence) {}

  private static final String OF_ADDRESS =
      "on a laptop mail belongs to its address, whoever is declared with it: to have it removed"
          + " with a user, set deletionPolicy: Delete";

  private static final List<Row<MailDomainSpec>> MAIL_DOMAIN =
      List.of(
          row(
              "spec.server.database",
              Weight.Refused,
              spec -> spec.server() != null && spec.server().database() != null,
              "PostgreSQL is not supported yet and mail would be kept elsewhere than you say:"
                  + " remove it to use the embedded store"),
          row(
              "spec.server.replicas",
              Weight.Refused,
              spec -> spec.server() != null && spec.server().replicas() > 1,
              "one server is what this version runs: set it to 1"),
          server("image", server -> server.image()),
          server("resources", server -> server.resources()),
          server("podTemplate", server -> server.podTemplate()),
          server("storage", server -> server.storage()),
          server("service", server -> server.service()),
          server(
              "upgrade",
              server -> server.upgrade() == ServerSpec.Upgrade.Manual ? server.upgrade() : null),
          row(
              "spec.tls.issuerRef",
              Weight.NotedOnLaptop,
              spec -> spec.tls() != null && spec.tls().issuerRef() != null,
              "there is no issuer on a laptop; a generated certificate is used"),
          row(
              "spec.dkim",
              Weight.Noted,
              spec ->
                  spec.dkim() != null && spec.dkim().secretRef() != null && rotates(spec.dkim()),
              "the key is your own, and nothing rotates it: put another into its Secret yourself"),
          row(
              "spec.dns.publish",
              Weight.NotedOnLaptop,
              spec -> spec.dns() != null && spec.dns().publish() != DnsSpec.Publish.None,
              "it is for clusters; here mailhelm dns prints the records to paste"),
          row(
              "spec.mailboxes.readopt",
              Weight.NotedOnLaptop,
              spec ->
                  spec.mailboxes() != null
                      && spec.mailboxes().readopt() == MailboxesSpec.Readopt.Never,
              OF_ADDRESS),
          row(
              "spec.dns.resolvers",
              Weight.Noted,
              spec -> spec.server() == null && spec.dns() != null && spec.dns().resolvers() != null,
              "whom to ask is for the MailDomain that has server to say"));

  private static final List<Row<MailUserSpec>> MAIL_USER =
      List.of(
          row(
              "spec.forward",
              Weight.Noted,
              spec -> spec.forward() != null,
              "nothing is forwarded yet; mail stays in the mailbox"),
          row(
              "spec.autoReply",
              Weight.Noted,
              spec -> spec.autoReply() != null,
              "nothing is answered yet"),
          row(
              "spec.sieve",
              Weight.Refused,
              spec -> spec.sieve() != null,
              "Sieve scripts do not run yet, and one may reject or discard mail: remove it"),
          row(
              "spec.sieveRef",
              Weight.Refused,
              spec -> spec.sieveRef() != null,
              "Sieve scripts do not run yet, and one may reject or discard mail: remove it"),
          row(
              "spec.adopt",
              Weight.NotedOnLaptop,
              spec -> spec.adopt() == MailUserSpec.Adopt.None,
              OF_ADDRESS));

  static void check(MailDomain domain, Platform platform, Problems problems) {
    for (var row : MAIL_DOMAIN) {
      if (row.set().test(domain.getSpec())) {
        report(domain, row, platform, problems);
      }
    }
  }

  static void check(MailUser user, Platform platform, Problems problems) {
    for (var row : MAIL_USER) {
      if (row.set().test(user.getSpec())) {
        report(user, row, platform, problems);
      }
    }
  }

  private static void report(
      HasMetadata resource, Row<?> row, Platform platform, Problems problems) {
    switch (row.weight()) {
      case Refused -> problems.error(resource, Reason.NotActedOn, row.path(), row.sentence());
      case Noted -> problems.note(resource, Reason.NoEffect, row.path(), row.sentence());
      case NotedOnLaptop -> {
        if (platform == Platform.LAPTOP) {
          problems.note(resource, Reason.NoEffect, row.path(), row.sentence());
        }
      }
    }
  }

  private static boolean rotates(DkimSpec dkim) {
    return !dkim.rotateAfter().equals(DkimSpec.ROTATE_AFTER)
        || !dkim.retireAfter().equals(DkimSpec.RETIRE_AFTER)
        || !dkim.deleteAfter().equals(DkimSpec.DELETE_AFTER);
  }

  private static <T> Row<T> row(String path, Weight weight, Predicate<T> set, String sentence) {
    return new Row<>(path, weight, set, sentence);
  }

  private static Row<MailDomainSpec> server(String field, Function<ServerSpec, Object> value) {
    return row(
        "spec.server." + field,
        Weight.NotedOnLaptop,
        spec -> spec.server() != null && Objects.nonNull(value.apply(spec.server())),
        "it is for pods; on a laptop it has no effect");
  }
}
