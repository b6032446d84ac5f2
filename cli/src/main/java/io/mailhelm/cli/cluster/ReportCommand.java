package io.mailhelm.cli.cluster;

import io.mailhelm.cli.bundle.Bundle;
import io.mailhelm.cli.bundle.Redaction;
import io.mailhelm.cli.remote.ServerRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kubectl mailhelm report}: gathers a report without secrets into a ZIP file. */
@Command(
    name = "report",
    description = {
      "Gather what somebody needs who helps, without secrets, into a ZIP file.",
      "It has names of users and domains, and what logs say: look into it before you hand it on. Exit code 1 when something could not be gathered."
    })
final class ReportCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final int KEY_OCTETS = 32;

  @Spec CommandSpec spec;
  @ParentCommand ClusterMain parent;

  @Option(
      names = "--file",
      description = "which must not be there yet; default: mailhelm-report-TIME.zip")
  Optional<Path> file;

  @Option(
      names = "--addresses",
      description =
          "leave addresses as they are, and add who each waiting delivery is from and to, and what peers said; else addresses become pseudonyms")
  boolean addresses;

  @Option(
      names = "--log-lines",
      defaultValue = "2000",
      description = "of each container, the latest; default: ${DEFAULT-VALUE}")
  int logLines;

  @Option(
      names = "--operator-namespace",
      defaultValue = "mailhelm-system",
      description = "where the operator runs; default: ${DEFAULT-VALUE}")
  String operatorNamespace;

  @Override
  public Integer call() throws IOException {
    var cluster = parent.options.cluster();
    var at = Clock.systemUTC().instant();
    var target = file.orElse(Path.of("mailhelm-report-" + TIME.format(at) + ".zip"));
    var secrets = secrets(cluster);
    var key = new byte[KEY_OCTETS];
    new SecureRandom().nextBytes(key);
    var redaction = new Redaction(secrets.values(), addresses, key);
    List<String> missing;
    try (var bundle = new Bundle(target, redaction)) {
      var gathering = new ReportContents(bundle);
      gathering.add("secrets.txt", secrets::listing);
      new ClusterFacts(cluster, operatorNamespace, logLines).gather(gathering);
      new ServerFacts(cluster, parent.options, addresses).gather(gathering);
      missing = gathering.finish(at, addresses);
    }
    var out = spec.commandLine().getOut();
    missing.forEach(each -> spec.commandLine().getErr().println("mailhelm: not gathered: " + each));
    out.printf(
        "%s is written. It has no secrets, and %s: look into it before you hand it on.%n",
        target,
        addresses
            ? "personal data, as addresses and names"
            : "names of resources and domains; addresses are pseudonyms");
    return missing.isEmpty() ? 0 : 1;
  }

  /**
   * The Secrets to remove from the report: without them, values that a log happens to contain would
   * not be recognised.
   */
  private static KnownSecrets secrets(Cluster cluster) {
    try {
      return KnownSecrets.of(cluster);
    } catch (ServerRefusedException e) {
      throw new ServerRefusedException(
          e.getMessage()
              + ". A report is made only by who may list the Secrets of the namespace: their values are looked for in all that it holds");
    }
  }
}
