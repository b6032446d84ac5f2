package io.mailhelm.cli;

import io.mailhelm.cli.probe.Probe;
import io.mailhelm.cli.probe.Probe.Login;
import io.mailhelm.cli.probe.Probe.Target;
import io.mailhelm.cli.probe.ProbeFinding;
import io.mailhelm.cli.probe.ProbeFinding.Verdict;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mailhelm probe}: checks an SMTP server from outside. */
@Command(
    name = "probe",
    description = {
      "Look at an SMTP server from outside, as a stranger.",
      "It sends no message unless --to says so. Exit code 1 when something is bad."
    })
final class ProbeCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Parameters(paramLabel = "HOST", description = "name or address of the server")
  String host;

  @Option(names = "--port", defaultValue = "25", description = "default: ${DEFAULT-VALUE}")
  int port;

  @Option(
      names = "--user",
      description =
          "log in after STARTTLS as this user, where the certificate is trusted and for HOST; the password comes from MAILHELM_PROBE_PASSWORD or is asked for")
  Optional<String> user;

  @Option(
      names = "--insecure",
      description = "log in whatever the certificate: the password goes to whoever answers")
  boolean insecure;

  @Option(names = "--to", description = "send one message to this address")
  Optional<String> recipient;

  @Option(
      names = "--timeout",
      defaultValue = "60",
      description = "seconds for all of it; default: ${DEFAULT-VALUE}")
  int timeout;

  @Override
  public Integer call() throws Exception {
    var login =
        user.map(
            name ->
                new Login(
                    name,
                    Terminal.password("MAILHELM_PROBE_PASSWORD", "Password of " + name),
                    insecure));
    var probe = new Probe(target(login), Clock.systemUTC());
    var findings = withinTimeout(probe);
    var out = spec.commandLine().getOut();
    findings.forEach(finding -> print(out, finding));
    return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.bad) ? 1 : 0;
  }

  /**
   * The target. {@code HOST:PORT} means the same as {@code --port}; an IPv6 address has more than
   * one colon.
   */
  private Target target(Optional<Login> login) {
    var colon = host.indexOf(':');
    return colon > 0
            && colon == host.lastIndexOf(':')
            && host.substring(colon + 1).matches("\\d{1,5}")
        ? new Target(
            host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)), login, recipient)
        : new Target(host, port, login, recipient);
  }

  private List<ProbeFinding> withinTimeout(Probe probe) throws Exception {
    try {
      return CompletableFuture.supplyAsync(probe::run, task -> Thread.ofVirtual().start(task))
          .get(Duration.ofSeconds(timeout).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return List.of(
          new ProbeFinding(Verdict.bad, "connection", "no answer within " + timeout + " seconds"));
    }
  }

  private static void print(PrintWriter out, ProbeFinding finding) {
    out.printf("%-5s %-12s %s%n", finding.verdict(), finding.subject(), finding.text());
  }
}
