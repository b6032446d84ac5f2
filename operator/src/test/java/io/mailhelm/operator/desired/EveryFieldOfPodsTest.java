package io.mailhelm.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.mailhelm.crds.ServerSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of {@code spec.server}, by the records that the schema is made of. */
class EveryFieldOfPodsTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final String BASE =
      """
      apiVersion: mailhelm.io/v1alpha1
      kind: MailDomain
      metadata: {name: example-com, namespace: mail, uid: u1}
      spec:
        domain: example.com
        server:
          drainTimeout: 1m
          listeners:
          - {name: smtp, port: 2525, address: 192.0.2.1, proxyProtocol: {trustedCidrs: [10.0.0.0/8]}}
          - {name: other, port: 2526}
          service: {nodePorts: [{port: 2526, nodePort: 30026}]}
          web: {port: 8444}
          management: {port: 3001}
          mailApi: {port: 3000}
          providers: [{name: mailer, mx: [mx.mailer.example]}]
          podTemplate:
            securityContext: {userFrom: Image}
            env: [{name: A, value: a}]
            imagePullSecrets: [{name: pull}]
      """;

  /** What is not acted on yet, or needs a Secret besides. Of the pods none of it is. */
  private static final Set<String> UNTRIED =
      Set.of(
          "replicas",
          "database/secretRef/name",
          "trustedCertificates/secretRef/name",
          "trustedCertificates/secretRef/key");

  /** Values of fields that take not any value of their type. */
  private static final Map<String, String> VALUES = values();

  private static Map<String, String> values() {
    var values = new TreeMap<String, String>();
    values.put("image", "mailhelm/smtp-server:other");
    values.put("resources", "{limits: {memory: 2Gi}}");
    values.put("podTemplate/tolerations", "[{key: mail, operator: Exists}]");
    values.put("podTemplate/affinity", "{podAntiAffinity: {}}");
    values.put(
        "podTemplate/topologySpreadConstraints",
        "[{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]");
    values.put("podTemplate/env/0/name", "B");
    values.put("podTemplate/securityContext/supplementalGroups", "[7]");
    values.put("listeners/0/address", "127.0.0.1");
    values.put("providers/0/mx", "[mx.other.example]");
    values.put("service/ipFamilies", "[IPv6]");
    values.put("service/nodePorts/0/port", "2525");
    values.put("service/nodePorts/0/nodePort", "30027");
    values.put("management/address", "0.0.0.0");
    values.put("mailApi/address", "0.0.0.0");
    values.put("web/address", "0.0.0.0");
    return values;
  }

  static Stream<String> fields() {
    return paths(ServerSpec.class, "").stream().filter(path -> !UNTRIED.contains(path));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void whatChangesPodsIsTheOwnersDeclaration(String path) {
    var before = PodRevision.of(Shapes.of(BASE));
    var after = with(path);

    assertThat(after.declared().equals(before.declared()))
        .as("whether what is declared of the pods is the same, as the template is")
        .isEqualTo(after.template().equals(before.template()));
  }

  @Test
  void theFieldsThatChangePodsAreFound() {
    var before = PodRevision.of(Shapes.of(BASE));
    var changing = fields().filter(path -> !with(path).template().equals(before.template()));

    assertThat(changing)
        .contains(
            "image",
            "resources",
            "drainTimeout",
            "listeners/0/name",
            "listeners/0/port",
            "listeners/0/address",
            "management/port",
            "podTemplate/env/0/value",
            "podTemplate/securityContext/fsGroup")
        .doesNotContain("upgrade", "limits/connections");
  }

  private static List<String> paths(Class<?> type, String prefix) {
    var paths = new ArrayList<String>();
    for (var component : type.getRecordComponents()) {
      var path = prefix + component.getName();
      var element = element(component.getGenericType());
      if (component.getType().isRecord()) {
        paths.addAll(paths(component.getType(), path + "/"));
      } else if (element instanceof Class<?> each && each.isRecord()) {
        paths.addAll(paths(each, path + "/0/"));
      } else {
        paths.add(path);
      }
    }
    return paths;
  }

  private static Type element(Type type) {
    return type instanceof ParameterizedType list && list.getRawType() == List.class
        ? list.getActualTypeArguments()[0]
        : null;
  }

  /** With the first other value there that the declaration may have. */
  private static PodRevision with(String path) {
    var refused = new ArrayList<Throwable>();
    for (var value : values(path)) {
      try {
        return PodRevision.of(Shapes.of(with(path, value)));
      } catch (AssertionError | RuntimeException e) {
        refused.add(e);
      }
    }
    throw new AssertionError("no value of %s, name one above: %s".formatted(path, refused));
  }

  private static String with(String path, String value) {
    try {
      var all = (ObjectNode) YAML.readTree(BASE);
      var steps = path.split("/");
      JsonNode node = all.at("/spec/server");
      for (int i = 0; i < steps.length - 1; i++) {
        node = step(node, steps[i], steps[i + 1].equals("0"));
      }
      var last = steps[steps.length - 1];
      ((ObjectNode) node).set(last, YAML.readTree(value));
      return YAML.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new AssertionError(path, e);
    }
  }

  private static JsonNode step(JsonNode node, String name, boolean list) {
    if (node instanceof ArrayNode array) {
      return array.isEmpty() ? array.addObject() : array.get(0);
    }
    return list ? node.withArray("/" + name) : node.withObject("/" + name);
  }

  private static List<String> values(String path) {
    var given = VALUES.get(path);
    return given == null ? values(type(ServerSpec.class, path.split("/"))) : List.of(given);
  }

  private static Type type(Class<?> record, String[] steps) {
    var component =
        Stream.of(record.getRecordComponents())
            .filter(any -> any.getName().equals(steps[0]))
            .findFirst()
            .orElseThrow();
    if (steps.length == 1) {
      return component.getGenericType();
    }
    var list = element(component.getGenericType());
    return list == null
        ? type(component.getType(), Arrays.copyOfRange(steps, 1, steps.length))
        : type((Class<?>) list, Arrays.copyOfRange(steps, 2, steps.length));
  }

  private static List<String> values(Type type) {
    if (type instanceof Class<?> constants && constants.isEnum()) {
      return Stream.of(constants.getEnumConstants()).map(String::valueOf).toList().reversed();
    }
    if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
      return List.of("{example.com/a: b}");
    }
    return List.of("777", "7", "other", "77s", "77Gi", "\"true\"", "true", "[192.0.2.0/24]", "[7]");
  }
}
