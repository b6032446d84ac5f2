package io.mailhelm.operator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretKeyStoreTest {
  private final Secret secret =
      new SecretBuilder()
          .withNewMetadata()
          .withName("a-dkim")
          .withUid("u1")
          .withResourceVersion("42")
          .endMetadata()
          .addToData("old.key", text("old"))
          .addToData("same.key", text("same"))
          .addToData("note", text("somebody's"))
          .build();

  @Test
  void itSetsWhatIsNewRemovesWhatGoesAndHoldsForThatVersionOnly() {
    var patch =
        store(secret)
            .patch(
                Map.of(
                    "new.key", octets("new"), "same.key", octets("same"), "note", octets("mine")));

    assertThat(patch)
        .hasValueSatisfying(
            json ->
                assertThat(json)
                    .contains("\"resourceVersion\":\"42\"", "\"uid\":\"u1\"")
                    .contains("\"old.key\":null", "\"new.key\":\"%s\"".formatted(text("new")))
                    .contains("\"note\":\"%s\"".formatted(text("mine")))
                    .doesNotContain("same.key"));
  }

  @Test
  void equalDataIsNoChange() {
    assertThat(store(secret).patch(store(secret).read().data())).isEmpty();
    assertThat(store(new SecretBuilder(secret).withData(null).build()).patch(Map.of())).isEmpty();
  }

  /** No patch is sent: there is nobody to send it to. */
  private static SecretKeyStore store(Secret secret) {
    return new SecretKeyStore(null, secret);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(String text) {
    return Base64.getEncoder().encodeToString(octets(text));
  }
}
