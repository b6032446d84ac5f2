package io.mailhelm.operator.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of a schema an API server does not know. */
class ServedFieldsTest {
  private static final String OURS =
      """
      properties:
        metadata: {type: object}
        spec:
          properties:
            name: {type: string}
            listeners: {type: array, items: {properties: {port: {}, tls: {}}}}
            annotations: {type: object, additionalProperties: {type: string}}
            server: {properties: {image: {}, limits: {properties: {connections: {}}}}}
      """;

  @Test
  void theSameLacksNothing() throws Exception {
    assertThat(missing(OURS)).isEmpty();
  }

  @Test
  void whatIsMissingIsNamedWhereItBegins() throws Exception {
    assertThat(
            missing(
                """
                properties:
                  spec:
                    properties:
                      name: {type: string}
                      listeners: {type: array, items: {properties: {port: {}}}}
                      annotations: {type: object, additionalProperties: {type: string}}
                      server: {properties: {image: {}}}
                """))
        .containsExactly("K.spec.listeners[].tls", "K.spec.server.limits");
  }

  @Test
  void whatIsKnownBesidesIsOfANewerVersion() throws Exception {
    assertThat(missing(OURS.replace("{image: {}", "{more: {}, image: {}"))).isEmpty();
  }

  private static List<String> missing(String served) throws JsonProcessingException {
    var missing = new ArrayList<String>();
    ServedFields.compare("K", yaml(OURS), yaml(served), missing);
    return missing;
  }

  private static JsonNode yaml(String text) throws JsonProcessingException {
    return Serialization.yamlMapper().readTree(text);
  }
}
