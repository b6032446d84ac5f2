package io.mailhelm.smtp.api.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.RecordPurpose;
import io.mailhelm.config.report.BlockListing;
import io.mailhelm.config.report.DnsReport;
import io.mailhelm.config.report.DnsReport.Dnssec;
import io.mailhelm.config.report.RecordReport;
import io.mailhelm.config.report.RecordVerdict;
import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiClient.Answer;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeWorld;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CheckTest {
  private static final String JSON = "{\"domain\": \"example.test\"}";
  private static final String PATH = "/api/smtp/dns/check";

  @Inject BoundPorts ports;
  @Inject FakeWorld world;
  private final List<Domain> inspected = new CopyOnWriteArrayList<>();
  private final List<DomainName> greeted = new CopyOnWriteArrayList<>();

  @BeforeEach
  void inspect() {
    world.inspectedBy(
        (domain, ehlo) -> {
          inspected.add(domain);
          greeted.add(ehlo);
          return report();
        });
  }

  private static DnsReport report() {
    return new DnsReport(
        List.of(
            new RecordReport(
                RecordPurpose.Mx,
                "example.test",
                "MX",
                "10 mail.example.test.",
                List.of("10 mx.other.test."),
                RecordVerdict.Mismatch,
                true,
                "Write it.")),
        "$ORIGIN example.test.\n",
        List.of(new BlockListing("list.test", "192.0.2.1", BlockListing.State.Listed, "because")),
        Dnssec.Insecure);
  }

  private Answer check(String json) {
    return ApiClient.operator(ports.mailApi()).post(PATH, json);
  }

  private Answer checkAs(String user, String json) {
    return ApiClient.user(ports.mailApi(), user + "@example.test").post(PATH, json);
  }

  @Test
  void showsTheReportOfADomainOfOursAsItsStatusHasIt() {
    var answer = check("{\"domain\": \"Example.Test\", \"ip\": \"192.0.2.1\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString())
        .isEqualTo(
            """
            {"domain":"example.test","ready":"0/1","notes":[],\
            "records":[{"purpose":"Mx","name":"example.test","type":"MX","expected":"10 mail.example.test.",\
            "observed":["10 mx.other.test."],"verdict":"Mismatch","required":true,"advice":"Write it."}],\
            "zoneFile":"$ORIGIN example.test.\\n",\
            "blockLists":[{"zone":"list.test","subject":"192.0.2.1","state":"Listed","text":"because"}],\
            "dnssec":"Insecure"}""");
    assertThat(inspected.getFirst().name()).isEqualTo("example");
    assertThat(inspected.getFirst().dns().egressAddresses()).containsExactly("192.0.2.1");
    assertThat(greeted).containsExactly(DomainName.of("mail.example.test"));
  }

  @Test
  void saysWhatNobodyHasSaid() {
    assertThat(check("{\"domain\": \"example.test\"}").json().get("notes").toString())
        .contains("give 'ip', or spec.dns.egressAddresses");
  }

  @Test
  void looksAtADomainOfOthersAsFarAsItIsKnown() {
    world.dns().mx("check.test", 20, "b.check.test").mx("check.test", 10, "a.check.test");
    var notes = check("{\"domain\": \"check.test\"}").json().get("notes").toString();
    assertThat(notes).contains("check.test is no domain of this server").contains("give 'ip'.");
    var domain = inspected.getFirst();
    assertThat(domain.hostname()).isEqualTo(DomainName.of("a.check.test"));
    assertThat(domain.dkim()).isEmpty();
    assertThat(greeted).containsExactly(domain.hostname());
  }

  @Test
  void refusesWhatItCannotRead() {
    assertThat(check("{\"domain\": \"a..b\"}").status()).isEqualTo(422);
    assertThat(check("{}").json().get("field").asText()).isEqualTo("domain");
    var ip = check("{\"domain\": \"example.test\", \"ip\": \"mail.example.test\"}");
    assertThat(ip.status()).isEqualTo(422);
    assertThat(ip.json().get("field").asText()).isEqualTo("ip");
    assertThat(check("{\"domian\": \"example.test\"}").json().get("detail").asText())
        .contains("did you mean 'domain'?");
    assertThat(inspected).isEmpty();
  }

  @Test
  void answersNobodyWithoutCredentialsAndOnlyOnTheMailApi() {
    var json = "{\"domain\": \"example.test\"}";
    assertThat(ApiClient.anonymous(ports.mailApi()).post(PATH, json).status()).isEqualTo(401);
    assertThat(ApiClient.operator(ports.management()).post(PATH, json).status()).isEqualTo(404);
    assertThat(ApiClient.user(ports.mailApi(), "alice@example.test").post(PATH, json).status())
        .isEqualTo(200);
  }

  @Test
  void asksTheWorldForSoManyAtOnceOnly() throws Exception {
    var over = new CountDownLatch(1);
    world.inspectedBy(
        (domain, ehlo) -> {
          inspected.add(domain);
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return report();
        });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<Answer>>();
      for (int i = 0; i < LookupLimits.OF_ONE_CALLER; i++) {
        waiting.add(threads.submit(() -> checkAs("alice", JSON)));
      }
      await().until(() -> inspected.size() == LookupLimits.OF_ONE_CALLER);
      var alices = threads.submit(() -> checkAs("alice", JSON));
      assertThat(alices.get(5, TimeUnit.SECONDS).status()).isEqualTo(429);
      for (int i = LookupLimits.OF_ONE_CALLER; i < LookupLimits.AT_ONCE; i++) {
        waiting.add(threads.submit(() -> check(JSON)));
      }
      await().until(() -> inspected.size() == LookupLimits.AT_ONCE);
      var one = checkAs("bob", JSON);
      assertThat(one.status()).isEqualTo(503);
      assertThat(one.header("Retry-After")).isEqualTo("5");
      over.countDown();
      for (var answer : waiting) {
        assertThat(answer.get().status()).isEqualTo(200);
      }
      assertThat(checkAs("alice", JSON).status()).isEqualTo(200);
    }
  }
}
