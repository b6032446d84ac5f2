package io.mailhelm.smtp.api.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Configures how the APIs read JSON: strictly. What is not understood is refused, never dropped or
 * changed.
 */
@Singleton
class Json implements ObjectMapperCustomizer {
  /** Values, names and brackets of a body: the most recipients there can be, and as many more. */
  static final long MOST_TOKENS = 200_000;

  /** Characters of one text; base64 is no text and is not held as one. */
  static final int LONGEST_TEXT = 4 << 20;

  /** Characters of a name of a field. */
  static final int LONGEST_NAME = 1_000;

  /** Objects and lists in each other. */
  static final int DEEPEST = 50;

  @Override
  public void customize(ObjectMapper mapper) {
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxTokenCount(MOST_TOKENS)
                .maxStringLength(LONGEST_TEXT)
                .maxNameLength(LONGEST_NAME)
                .maxNestingDepth(DEEPEST)
                .build());
    mapper
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        // The text of a secret must not come back in an error.
        .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION);
    mapper.registerModule(WholeText.module());
    var text = mapper.coercionConfigFor(LogicalType.Textual);
    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    var bool = mapper.coercionConfigFor(LogicalType.Boolean);
    bool.setCoercion(CoercionInputShape.String, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
  }
}
