package io.mailhelm.compiler;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DkimKey.Stage;
import io.mailhelm.config.DkimLedger;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.ResourceRef;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.crds.Condition;
import io.mailhelm.crds.MailDomainStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One domain, what its server and the world say of it, and the status that comes of them. */
record World(
    Compilation compilation,
    Map<String, DomainFindings> findings,
    Optional<Traffic> traffic,
    Optional<ObservedState.Pods> pods,
    Instant now) {
  static final Instant NOW = Instant.parse("2026-11-23T10:00:00.5Z");
  static final Instant MADE = Instant.parse("2026-11-22T00:00:00Z");
  static final StatusSubject DOMAIN =
      new StatusSubject(new ResourceRef("MailDomain", "default", "example-com"), 3, false);

  /**
   * {@code spec} beside the domain's name and its server; its keys sign whatever the world says.
   */
  static World of(String spec) {
    return new World(compile(spec, Map.of()), Map.of(), Optional.empty(), Optional.empty(), NOW);
  }

  /** With keys that live as a ledger says, all of them made at {@link #MADE}. */
  static World of(String spec, DkimLedger.Key... keys) {
    var secret = new HashMap<String, byte[]>();
    for (var key : keys) {
      secret.put(key.selector() + ".key", TestPem.signing().get(entry(key.algorithm())));
    }
    secret.put(DkimLedger.ENTRY, new DkimLedger(Arrays.asList(keys)).bytes());
    return new World(compile(spec, secret), Map.of(), Optional.empty(), Optional.empty(), NOW);
  }

  static DkimLedger.Key key(String selector, DkimKey.Algorithm algorithm, Stage stage) {
    return new DkimLedger.Key(selector, algorithm, stage, MADE, Optional.empty());
  }

  private static String entry(DkimKey.Algorithm algorithm) {
    return algorithm == DkimKey.Algorithm.Rsa ? "rsa2048.key" : "ed25519.key";
  }

  private static Compilation compile(String spec, Map<String, byte[]> secret) {
    var text =
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: example-com}
        spec: {domain: example.com, server: {}%s}
        """
            .formatted(spec.isEmpty() ? "" : ", " + spec);
    if (!secret.isEmpty()) {
      text +=
          "---\napiVersion: v1\nkind: Secret\nmetadata: {name: example-com-dkim}\nstringData:\n"
              + secret.entrySet().stream()
                  .map(
                      each ->
                          "  %s: |\n%s\n"
                              .formatted(
                                  each.getKey(),
                                  new String(each.getValue(), StandardCharsets.US_ASCII)
                                      .indent(4)
                                      .stripTrailing()))
                  .collect(Collectors.joining());
    }
    return Compiler.compile(
        Caller.onLaptop().input(Declared.read(text), Map.of(), Optional.empty()));
  }

  static RecordReport record(
      RecordPurpose purpose, String name, RecordVerdict verdict, boolean required) {
    return new RecordReport(
        purpose, name, "TXT", "wanted", List.of("seen"), verdict, required, "write what is wanted");
  }

  static DnsReport report(RecordReport... records) {
    return new DnsReport(
        Arrays.asList(records), "$ORIGIN example.com.\n", List.of(), DnsReport.Dnssec.Insecure);
  }

  static DnsReport listed(BlockListing... listings) {
    return new DnsReport(List.of(), "", Arrays.asList(listings), DnsReport.Dnssec.Insecure);
  }

  World sees(DnsReport report) {
    return found(new DomainFindings(Optional.of(report), Optional.empty()));
  }

  World found(DomainFindings found) {
    return new World(compilation, Map.of("example-com", found), traffic, pods, now);
  }

  World hasTraffic(Traffic seen) {
    return new World(compilation, findings, Optional.of(seen), pods, now);
  }

  World inPods() {
    return hasPods(
        new ObservedState.Pods(
            1, 1, List.of(), Optional.empty(), List.of(), Exposure.UNSEEN, Optional.empty()));
  }

  World hasPods(ObservedState.Pods some) {
    return new World(compilation, findings, traffic, Optional.of(some), now);
  }

  World at(Instant later) {
    return new World(compilation, findings, traffic, pods, later);
  }

  MailDomainStatus status() {
    return status(Optional.empty());
  }

  MailDomainStatus after(MailDomainStatus previous) {
    return status(Optional.of(previous));
  }

  private MailDomainStatus status(Optional<MailDomainStatus> previous) {
    var process = ObservedState.process(now, compilation.config(), true, findings, traffic);
    var observed =
        new ObservedState(
            now,
            process.offered(),
            process.running(),
            process.settled(),
            Optional.empty(),
            pods,
            findings,
            traffic);
    return new Statuses(compilation, observed).mailDomain(DOMAIN, previous);
  }

  Condition condition(String type) {
    return condition(status(), type);
  }

  static Condition condition(MailDomainStatus status, String type) {
    return status.conditions().stream()
        .filter(any -> any.type().equals(type))
        .findFirst()
        .orElseThrow();
  }
}
