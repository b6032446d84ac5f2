package io.mailhelm.operator.desired;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.crds.NameRef;
import io.mailhelm.crds.PodTemplateSpec;
import io.mailhelm.crds.ServerSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

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
  public static PodRevision of(ServerShape shape) {
    return new PodRevision(hash(declared(shape.spec())), hash(ServerPod.of(shape)));
  }

  /**
   * Named field by field, and of each what is said in it: a field that a later version adds makes
   * no other hash of this, as long as nobody says anything in it.
   */
  private static List<Object> declared(ServerSpec spec) {
    return Arrays.asList(
        spec.replicas(),
        spec.image(),
        spec.resources(),
        spec.podTemplate() == null ? null : declared(spec.podTemplate()),
        spec.drainTimeout(),
        spec.listeners().stream()
            .map(
                listener ->
                    Arrays.<Object>asList(listener.name(), listener.port(), listener.address()))
            .toList(),
        spec.management() == null ? null : spec.management().port(),
        spec.mailApi() == null ? null : spec.mailApi().port(),
        spec.web() == null ? null : spec.web().port());
  }

  private static List<Object> declared(PodTemplateSpec template) {
    var security = template.securityContext();
    return Arrays.asList(
        template.labels(),
        template.annotations(),
        template.nodeSelector(),
        template.tolerations(),
        template.affinity(),
        template.topologySpreadConstraints(),
        template.priorityClassName(),
        template.imagePullSecrets() == null
            ? null
            : template.imagePullSecrets().stream().map(NameRef::name).toList(),
        template.serviceAccountName(),
        template.env() == null
            ? null
            : template.env().stream()
                .map(each -> Arrays.asList(each.name(), each.value()))
                .toList(),
        security == null
            ? null
            : Arrays.<Object>asList(
                security.userFrom(),
                security.runAsUser(),
                security.runAsGroup(),
                security.fsGroup(),
                security.fsGroupChangePolicy(),
                security.supplementalGroups()));
  }

  /** Without what is null in an object, at any depth; in a list the place of it counts. */
  private static Object said(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var said = new TreeMap<String, Object>();
        map.forEach(
            (name, any) -> {
              if (any != null) {
                said.put(String.valueOf(name), said(any));
              }
            });
        yield said;
      }
      case List<?> list -> {
        var said = new ArrayList<Object>();
        list.forEach(any -> said.add(said(any)));
        yield said;
      }
      case null -> null;
      default -> value;
    };
  }

  private static String hash(Object value) {
    try {
      var plain = said(SORTED.convertValue(value, Object.class));
      var json = SORTED.writeValueAsString(Objects.requireNonNull(plain));
      var digest =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, OCTETS);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new AssertionError("what came as JSON can be written, and every Java has SHA-256", e);
    }
  }
}
