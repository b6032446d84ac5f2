package io.mailhelm.cli;

import io.mailhelm.cli.commands.DnsText;
import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.cli.serve.DnsRun;
import io.mailhelm.cli.serve.DryRun;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.config.Domain;
import io.mailhelm.config.Problem;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.config.report.DomainReport;
import io.mailhelm.dns.DeclaredResolver;
import io.mailhelm.dns.NameServers;
import io.mailhelm.dns.inspect.DnsInspector;
import io.mailhelm.dns.spf.SpfEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailhelm dns}: reports on the DNS of a folder's domains, and what to change. */
@Command(
    name = "dns",
    description = {
      "What the DNS should say of a folder's domains, what it says, and what to do about it.",
      "Exit code 1 when a required record is not right, 2 when a domain cannot be looked at. Nothing is written."
    })
final class DnsCommand implements Callable<Integer> {
  private static final Path USUAL_DATA = Path.of("mailhelm-data");

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "folder of resources")
  Path folder;

  @Option(
      names = "--data",
      description =
          "the data folder of the server, for its signing keys; default: mailhelm-data, if it is there")
  Optional<Path> data;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  DnsText.Form form;

  @Option(
      names = "--resolver",
      split = ",",
      paramLabel = "ADDRESS",
      description =
          "name servers to ask, as address or address:port; default: those of spec.dns.resolvers, or the machine's")
  List<String> resolvers = List.of();

  @Option(names = "--domain", description = "only this domain, or MailDomain")
  Optional<String> only;

  @Override
  public Integer call() throws IOException {
    resolvers.forEach(NameServers::parse); // says what is wrong with one before anything is asked
    var run = DryRun.of(folder, keys());
    run.problems().stream().filter(Problem::isError).forEach(spec.commandLine().getErr()::println);
    var config = run.compilation().config();
    var known = config.map(ServerConfig::domains).orElse(List.of());
    if (known.isEmpty() || only.isPresent() && known.stream().noneMatch(this::isAsked)) {
      throw new IllegalArgumentException(
          only.map(
                  name ->
                      "no MailDomain of %s is or declares %s, or it has errors"
                          .formatted(folder, name))
              .orElse("no MailDomain of " + folder + " can be looked at"));
    }
    var reports = new DnsRun(inspector(config.get())).of(config.get(), this::isAsked);
    DnsText.print(spec.commandLine().getOut(), form, reports);
    if (only.isEmpty() && isAnyLeftOut(run, known)) {
      return 2;
    }
    return reports.stream().allMatch(DomainReport::isReady) ? 0 : 1;
  }

  private SigningKeys keys() throws IOException {
    if (data.isEmpty() && !Files.isDirectory(USUAL_DATA)) {
      return SigningKeys.none();
    }
    var folder = data.orElse(USUAL_DATA);
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          folder + " is not there: name the data folder of the server with --data");
    }
    return SigningKeys.seenIn(DataFolder.open(folder), Clock.systemUTC());
  }

  private DnsInspector inspector(ServerConfig config) {
    var servers = resolvers.isEmpty() ? config.server().resolvers() : resolvers;
    var resolver = new DeclaredResolver(() -> servers, Clock.systemUTC());
    return new DnsInspector(resolver, new SpfEvaluator(resolver, Clock.systemUTC()));
  }

  private boolean isAsked(Domain domain) {
    return only.map(
            name ->
                name.equals(domain.name())
                    || name.equalsIgnoreCase(domain.domain().ascii())
                    || name.equalsIgnoreCase(domain.domain().unicode()))
        .orElse(true);
  }

  private static boolean isAnyLeftOut(DryRun run, List<Domain> known) {
    Predicate<ResourceRef> isKnown =
        ref -> known.stream().anyMatch(domain -> domain.name().equals(ref.name()));
    return Stream.concat(
            run.declared().domains().stream().map(ResourceReader::ref),
            run.problems().stream()
                .filter(Problem::isError)
                .map(Problem::resource)
                .filter(ref -> ref.kind().equals("MailDomain")))
        .anyMatch(isKnown.negate());
  }
}
