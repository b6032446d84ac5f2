package io.mailhelm.smtp.api.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.ApiClient;
import io.mailhelm.smtp.api.ApiContext;
import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.FakeStore;
import io.mailhelm.smtp.store.NewMessage.Summary;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An answer is drawn from the memory of mail on its way in before it is made, and given back. */
@QuarkusTest
class AnswerMemoryTest {
  private static final String ALICE = "alice@example.test";

  @Inject BoundPorts ports;
  @Inject FakeStore store;
  @Inject ApiContext node;

  @Test
  void whatIsSentAsItIsIsDrawnToo() {
    store.clear();
    var text =
        "Content-Type: text/plain; name=a\r\nContent-Disposition: attachment; filename=a\r\n\r\n"
            + "0123456789\r\n".repeat(200_000);
    var id = store.put(ALICE, false, new Summary("", List.of(ALICE), "Large", ""), text);
    var operator = ApiClient.operator(ports.management());
    for (var path : List.of("/raw", "/attachments/0")) {
      try (var mail = node.inTransit().share(0)) {
        assertThat(mail.hold(node.inTransit().limit() - (1 << 20))).isTrue();
        assertThat(operator.get("/inbox/" + id + path).status()).as(path).isEqualTo(503);
      }
      assertThat(operator.get("/inbox/" + id + path).status()).as(path).isEqualTo(200);
      Awaitility.await().until(() -> node.inTransit().drawn() == 0);
    }
  }

  @Test
  void aMessageIsOpenedWhenThereIsMemoryForIt() {
    store.clear();
    var text = "Subject: Large\r\n\r\n" + "0123456789\r\n".repeat(200_000);
    var id = store.put(ALICE, false, new Summary("", List.of(ALICE), "Large", ""), text);
    var operator = ApiClient.operator(ports.management());
    try (var mail = node.inTransit().share(0)) {
      assertThat(mail.hold(node.inTransit().limit() - (1 << 20))).isTrue();
      var refused = operator.get("/inbox/" + id);
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isEqualTo("5");
      assertThat(refused.json().get("detail").asText()).contains("again later");
      assertThat(operator.get("/inbox").status()).isEqualTo(200);
    }
    var opened = operator.get("/inbox/" + id);
    assertThat(opened.status()).isEqualTo(200);
    assertThat(opened.json().get("truncated").asBoolean()).isTrue();
    Awaitility.await().until(() -> node.inTransit().drawn() == 0);
  }
}
