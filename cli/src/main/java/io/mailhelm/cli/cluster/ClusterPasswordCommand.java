package io.mailhelm.cli.cluster;

import io.mailhelm.cli.remote.TerminalText;
import io.mailhelm.crds.GeneratedNames;
import io.mailhelm.crds.MailUser;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kubectl mailhelm password}: shows where a user's password is, or the password itself. */
@Command(
    name = "password",
    description = {
      "Where a user's password is, and how to change it; --show prints it.",
      "What is in the Secret counts, within seconds of a change."
    })
final class ClusterPasswordCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @ParentCommand ClusterMain parent;

  @Parameters(paramLabel = "USER", description = "address, or metadata.name of the MailUser")
  String name;

  @Option(names = "--show", description = "print the password and nothing else")
  boolean show;

  @Override
  public Integer call() {
    var cluster = parent.options.cluster();
    var user = find(cluster);
    var named = user.getSpec().passwordSecretRef();
    var secret = named == null ? GeneratedNames.userSecret(user) : named.name();
    var key = named == null ? "password" : named.key();
    var out = spec.commandLine().getOut();
    if (show) {
      out.println(
          cluster
              .secret(secret, key)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "there is no Secret %s with %s in the namespace %s: kubectl mailhelm -n %s status says what is missing"
                              .formatted(secret, key, cluster.namespace(), cluster.namespace()))));
      return 0;
    }
    out.printf(
        "The password of %s is in the Secret %s under %s%s.%n",
        TerminalText.line(address(user)),
        secret,
        key,
        named == null ? ", where the operator generated it" : "");
    out.printf(
        "Write another into it to change it; the one before it is taken for"
            + " spec.mailboxes.passwordGrace of the MailDomain (%s) more.%n",
        grace(cluster, user));
    return 0;
  }

  private static String grace(Cluster cluster, MailUser user) {
    return cluster.mailDomains().stream()
        .filter(domain -> domain.getMetadata().getName().equals(user.getSpec().domainRef().name()))
        .findFirst()
        .map(domain -> domain.getSpec().mailboxes().passwordGrace())
        .orElse("no MailDomain, no grace");
  }

  private MailUser find(Cluster cluster) {
    return cluster.all(MailUser.class, cluster.namespace(), Cluster.ALL).stream()
        .filter(
            user ->
                user.getMetadata().getName().equals(name) || address(user).equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no MailUser of the namespace %s is or has the address '%s'"
                        .formatted(cluster.namespace(), name)));
  }

  private static String address(MailUser user) {
    var status = user.getStatus();
    return status == null || status.address() == null
        ? user.getMetadata().getName()
        : status.address();
  }
}
