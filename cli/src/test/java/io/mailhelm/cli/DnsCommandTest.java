package io.mailhelm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mailhelm.cli.data.DataFolder;
import io.mailhelm.cli.data.SigningKeys;
import io.mailhelm.cli.folder.ResourceFiles;
import io.mailhelm.compiler.Requirements;
import io.mailhelm.compiler.read.ResourceReader;
import io.mailhelm.compiler.read.ResourceSource;
import io.mailhelm.dns.fake.FakeNameServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** {@code mailhelm dns} against a name server that says what it is told to. */
class DnsCommandTest {
  private static final String DOMAIN =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: MailDomain
      metadata: {name: example}
      spec:
        domain: example.test
        hostname: mail.example.test
        outbound: %s
        dns: {publicAddresses: [192.0.2.1], egressAddresses: [192.0.2.1]}
        server:
          listeners:
            - {name: smtp, port: 25, tls: Opportunistic, auth: None}
      """;
  private static final String REVERSE = "1.2.0.192.in-addr.arpa.";

  @TempDir Path work;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private FakeNameServer names;
  private Path folder;
  private Path data;

  @BeforeEach
  void declare() throws IOException {
    names = new FakeNameServer().deniesTheRest();
    folder = Files.createDirectory(work.resolve("folder"));
    data = work.resolve("data");
    Files.writeString(folder.resolve("domain.yaml"), DOMAIN.formatted("Deliver"));
  }

  @AfterEach
  void stop() throws IOException {
    names.close();
  }

  private int run(String... more) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var arguments = new ArrayList<>(List.of("dns", folder.toString()));
    arguments.addAll(List.of("--resolver", "127.0.0.1:" + names.address().getPort()));
    arguments.addAll(Arrays.asList(more));
    return Main.run(
        new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
  }

  /** As the first start of {@code serve} does. */
  private void makeKeys() throws IOException {
    var sources =
        ResourceFiles.read(folder).texts().entrySet().stream()
            .map(entry -> new ResourceSource(entry.getKey(), entry.getValue()))
            .toList();
    var wanted = Requirements.of(ResourceReader.read(sources)).dkim().getFirst();
    SigningKeys.in(DataFolder.open(data), Clock.systemUTC()).secret(wanted);
  }

  private void publish(String zone) throws IOException {
    try (var master =
        new Master(new ByteArrayInputStream(zone.getBytes(StandardCharsets.UTF_8)), Name.root)) {
      for (var record = master.nextRecord(); record != null; record = master.nextRecord()) {
        names.answers(record.getName().toString(), record.getType(), record);
      }
    }
    names.has(REVERSE, Type.PTR, 60, "mail.example.test.");
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(out.toString()).path(0);
  }

  private static List<String> verdicts(JsonNode report, String purpose) {
    return StreamSupport.stream(report.path("records").spliterator(), false)
        .filter(record -> record.path("purpose").asText().equals(purpose))
        .map(record -> record.path("verdict").asText())
        .toList();
  }

  @Test
  void anEmptyZoneLacksEverythingAndTheTableSaysWhatToWrite() throws IOException {
    makeKeys();

    assertThat(run("--data", data.toString())).isEqualTo(1);

    assertThat(out.toString().lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100))
        .anySatisfy(line -> assertThat(line).matches("example.test: 0/\\d+ required .*"))
        .anySatisfy(line -> assertThat(line).matches("PURPOSE +NAME +TYPE +VERDICT"))
        .anySatisfy(line -> assertThat(line).matches("Mx +example.test +MX +Missing"))
        .anySatisfy(line -> assertThat(line).matches(" +expected +10 mail.example.test."));
    assertThat(out.toString().lines().filter(line -> line.endsWith("Match")))
        .as("that there is no CAA is as it should be")
        .allSatisfy(line -> assertThat(line).startsWith("Caa "));
  }

  @Test
  void theZoneThatItPrintsMakesEveryRequiredRecordRight() throws IOException {
    makeKeys();
    run("--data", data.toString(), "--output", "zone");
    publish(out.toString());

    assertThat(run("--data", data.toString(), "-o", "json")).as(out.toString()).isZero();

    var report = report();
    assertThat(report.path("domain").asText()).isEqualTo("example.test");
    assertThat(report.path("records"))
        .filteredOn(record -> record.path("required").asBoolean())
        .isNotEmpty()
        .allSatisfy(
            record ->
                assertThat(record.path("verdict").asText())
                    .as(record.toString())
                    .isEqualTo("Match"));
    assertThat(verdicts(report, "Dkim")).containsExactly("Match", "Match");
    assertThat(report.path("ready").asText()).matches("(\\d+)/\\1");
    assertThat(report.path("zoneFile").asText()).contains("_dmarc");
    assertThat(report.path("blockLists").isArray()).isTrue();
  }

  @Test
  void whatCannotBeToldIsAnErrorAndNotMissing() throws IOException {
    names.says("example.test.", Type.MX, Rcode.SERVFAIL);

    assertThat(run("-o", "json")).isEqualTo(1);

    assertThat(verdicts(report(), "Mx")).containsExactly("Error");
    assertThat(verdicts(report(), "Dmarc")).contains("Missing");
  }

  @Test
  void keysThatAreNotMadeYetAreSaidToBe() throws IOException {
    assertThat(run("-o", "json")).isEqualTo(1);

    assertThat(verdicts(report(), "Dkim")).containsExactly("Unknown");
    assertThat(out.toString()).contains("when the folder is first served");
    assertThat(data).doesNotExist();
  }

  @Test
  void aDomainThatSendsNothingNeedsOnlyWhatBringsMailIn() throws IOException {
    Files.writeString(folder.resolve("domain.yaml"), DOMAIN.formatted("Capture"));
    names
        .has("example.test.", Type.MX, 60, "10 mail.example.test.")
        .has("mail.example.test.", Type.A, 60, "192.0.2.1");

    assertThat(run()).as(out.toString()).isZero();

    assertThat(out.toString()).contains("example.test: 2/2").contains("Missing (optional)");
  }

  @Test
  void asksForOneDomainOnly() {
    assertThat(run("--domain", "Example.test")).isEqualTo(1);
    assertThat(run("--domain", "example")).isEqualTo(1);
    assertThat(run("--domain", "other.test")).isEqualTo(2);
    assertThat(err.toString()).contains("no MailDomain").contains("other.test");
  }

  @Test
  void aMistakeIsSaidAndTheRestIsLookedAt() throws IOException {
    Files.writeString(
        folder.resolve("other.yaml"),
        """
        apiVersion: mailhelm.io/v1alpha1
        kind: MailDomain
        metadata: {name: other}
        spec: {domain: other.test, hosting: {}, hostedBy: {name: nobody}}
        """);

    assertThat(run()).isEqualTo(2);

    assertThat(err.toString()).contains("other");
    assertThat(out.toString()).contains("example.test: 0/").doesNotContain("other.test");
  }

  @Test
  void badInputIsASentenceAndNobodyIsAsked() throws IOException {
    assertThat(run("--resolver", "ns.example.test")).isEqualTo(2);
    assertThat(err.toString()).contains("'ns.example.test' is not a name server");
    assertThat(run("--data", work.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is not there");
    Files.delete(folder.resolve("domain.yaml"));
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("no MailDomain of");
    assertThat(names.asked()).isZero();
  }
}
