package io.mailhelm.smtp.api.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SuppressionsTest {
  @Inject BoundPorts ports;
  @Inject FakeStore store;

  private ApiClient operator;

  @BeforeEach
  void empty() {
    new Queued(store.sending()).clear();
    operator = ApiClient.operator(ports.management());
  }

  @Test
  void addsListsAndRemoves() {
    var added =
        operator.post(
            "/suppressions",
            "{\"domain\":\"Example.test\",\"address\":\"Ann@X.example\",\"detail\":\"asked\"}");
    assertThat(added.status()).isEqualTo(201);
    var listed = operator.get("/suppressions?domain=example.test").json().get("suppressions");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0)).isEqualTo(added.json());
    assertThat(added.json().get("domain").asText()).isEqualTo("example.test");
    assertThat(added.json().get("address").asText()).isEqualTo("ann@x.example");
    assertThat(added.json().get("reason").asText()).isEqualTo("manual");
    assertThat(added.json().get("detail").asText()).isEqualTo("asked");
    assertThat(added.json().get("since").asText()).isEqualTo("2026-11-23T08:00:00Z");
    assertThat(operator.delete("/suppressions/ann%40x.example").status()).isEqualTo(204);
    assertThat(operator.delete("/suppressions/ann%40x.example").status()).isEqualTo(404);
    assertThat(operator.get("/suppressions").json().get("suppressions")).isEmpty();
  }

  @Test
  void quotesMakeNoOtherAddress() {
    operator.post("/suppressions", "{\"address\":\"\\\"ann\\\"@x.example\"}");
    var odd = operator.post("/suppressions", "{\"address\":\"\\\"A..b\\\"@x.example\"}");
    assertThat(odd.json().get("address").asText()).isEqualTo("\"a..b\"@x.example");
    assertThat(operator.delete("/suppressions/ann%40x.example").status()).isEqualTo(204);
    assertThat(operator.delete("/suppressions/%22a..b%22%40x.example").status()).isEqualTo(204);
  }

  @Test
  void whoIsThereKeepsTheFirstReason() {
    operator.post("/suppressions", "{\"address\":\"ann@x.example\",\"detail\":\"first\"}");
    var again =
        operator.post("/suppressions", "{\"address\":\"ann@x.example\",\"detail\":\"second\"}");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("detail").asText()).isEqualTo("first");
  }

  @Test
  void givesPageAfterPage() {
    for (var name : new String[] {"c", "a", "b"}) {
      operator.post("/suppressions", "{\"address\":\"" + name + "@x.example\"}");
    }
    var first = operator.get("/suppressions?limit=2").json();
    assertThat(first.get("suppressions").get(1).get("address").asText()).isEqualTo("b@x.example");
    var next = URLEncoder.encode(first.get("next").asText(), StandardCharsets.UTF_8);
    var second = operator.get("/suppressions?limit=2&after=" + next).json();
    assertThat(second.get("suppressions")).hasSize(1);
    assertThat(second.get("suppressions").get(0).get("address").asText()).isEqualTo("c@x.example");
    assertThat(second.has("next")).isFalse();
    assertThat(operator.get("/suppressions?after=x").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                          | address
          {"address":"nobody"}                                        | address
          {"address":"a@x.example","domain":"elsewhere.example"}      | domain
          {"address":"a@x.example","domain":"-"}                      | domain
          {"address":"a@x.example","reason":"manual"}                 | reason
          """)
  void namesTheFieldThatIsRefused(String body, String field) {
    var answer = operator.post("/suppressions", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().get("field").asText()).isEqualTo(field);
  }
}
