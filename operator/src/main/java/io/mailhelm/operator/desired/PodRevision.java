package io.mailhelm.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.ServerSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What decides whether pods are replaced, and for whose sake: where {@code template} is another and
 * {@code declared} is not, it is the operator that changed.
 *
 * @param declared a hash of what the owner says of the pods, the same in every version
 * @param template a hash of the pod template that this version makes of it
 */
public record PodRevision(String declared, String template) {
  private static final int OCTETS = 6;

  /** By keys, whatever a library's order of fields is. */
  private static final ObjectMapper SORTED =
      Serialization.jsonMapper().copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** Of a shape. */
  public static PodRevision of(Shape shape) {
    return new PodRevision(hash(declared(shape.spec())), hash(ServerPod.of(shape)));
  }

  /** Named field by field: a field that a later version adds makes no other hash of this. */
  private static List<Object> declared(ServerSpec spec) {
    return Arrays.asList(
        spec.replicas(),
        spec.image(),
        spec.resources(),
        spec.podTemplate(),
        spec.drainTimeout(),
        spec.listeners().stream()
            .map(listener -> listener.name() + ":" + listener.port())
            .collect(Collectors.toList()),
        spec.management() == null ? null : spec.management().port(),
        spec.mailApi() == null ? null : spec.mailApi().port(),
        spec.web() == null ? null : spec.web().port());
  }

  private static String hash(Object value) {
    try {
      var plain = SORTED.convertValue(value, Object.class);
      var json = SORTED.writeValueAsString(Objects.requireNonNull(plain));
      var digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, OCTETS);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new AssertionError("what came as JSON can be written, and every Java has SHA-256", e);
    }
  }
}
