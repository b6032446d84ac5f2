package io.mailhelm.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
  private static JsonNode policy(String paused, String reason) throws JsonProcessingException {
    return new ObjectMapper()
        .readTree(
            """
            {"kind":"SendPolicy","metadata":{"name":"news"},"status":{"users":3,
             "rates":{"bouncePercent":"6.667","complaintPercent":"0","sample":120},
             "conditions":[{"type":"Ready","status":"True","reason":"Ready","message":""},
              {"type":"Paused","status":"%s","reason":"%s","message":"too much bounced"}]}}
            """
                .formatted(paused, reason));
  }

  private static String print(JsonNode resource) {
    var out = new StringWriter();
    StatusText.print(new PrintWriter(out, true), List.of(resource), "elsewhere");
    return out.toString();
  }

  @Test
  void saysWhyAPolicyIsPausedThoughItIsReady() throws JsonProcessingException {
    assertThat(print(policy("True", "HighBounceRate")))
        .contains("users: 3, bounces: 6.667 %")
        .contains("Paused HighBounceRate: too much bounced");
  }

  @Test
  void saysNothingOfOneThatIsNotPausedOrIsSuspended() throws JsonProcessingException {
    assertThat(print(policy("False", "NotPaused"))).doesNotContain("Paused");
    assertThat(print(policy("True", "Manual"))).doesNotContain("Paused");
  }
}
