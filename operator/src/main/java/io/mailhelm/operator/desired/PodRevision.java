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
 * Decides whether pods are replaced, and because of whom: where {@code template} differs and {@code
 * declared} does not, the operator has changed.
 *
 * @param declared a hash of what the owner declares of the pods, the same in every version of the
 *     operator
 * @param template a hash of the pod template that this version makes of that
 */
public record PodRevision(String declared, String template) {
  private static final int OCTETS = 6;

  /** Writes fields in the order of their names, so that a library's own order does not matter. */
  private static final ObjectMapper SORTED =
      Serialization.jsonMapper().copy().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** The revision of a server's pods. */
  public static PodRevision of(ServerShape shape) {
    return new PodRevision(hash(declared(shape.spec())), hash(ServerPod.of(shape)));
  }

  /**
   * Names each field, and leaves out what is not set in it: a field that a later version adds does
   * not change the hash until somebody sets it.
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

  /**
   * A value without what is null in objects, at any depth. In a list null stays, because places
   * count.
   */
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
