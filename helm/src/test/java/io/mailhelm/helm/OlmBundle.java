package io.mailhelm.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.mailhelm.helm.Chart.Objects;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bundle for the Operator Lifecycle Manager (registry+v1), made of the chart with its default
 * values. What OLM makes itself is left out: names of namespaces, the ServiceAccount, the roles.
 */
final class OlmBundle {
  private static final String OPERATOR = "mailhelm-operator";
  private static final String DESCRIPTION =
      """
      Mailhelm turns MailDomain, MailUser and SendPolicy resources into running mail servers: declare domains, users and sending policies, \
      and the operator makes servers, certificates, signing keys and passwords, looks at what the DNS says, and tells in conditions what is \
      missing and what to write.

      The resources may be in each namespace that the OperatorGroup names. Passwords, certificates and relay logins are taken from Secrets that \
      are marked with the label `mailhelm.io/use`.
      """;

  private OlmBundle() {}

  /** Its files, by their path. */
  static Map<String, String> files() throws IOException {
    var chart = Chart.render("crds: {install: false}\nwatch: {namespaces: [watched]}");
    var files = new TreeMap<String, String>();
    files.put("manifests/mailhelm.clusterserviceversion.yaml", yaml(serviceVersion(chart)));
    for (var crd : new String[] {"maildomains", "mailusers", "sendpolicies"}) {
      var text = Files.readString(Chart.FOLDER.resolve("files/crds/%s.yaml".formatted(crd)));
      // OLM reads one document, and takes what is before it for another.
      files.put(
          "manifests/%s.mailhelm.io.crd.yaml".formatted(crd),
          text.substring(text.indexOf("apiVersion:")));
    }
    files.put("metadata/annotations.yaml", yaml(Map.of("annotations", annotations())));
    files.put("bundle.Dockerfile", dockerfile());
    return files;
  }

  static JsonNode chart() throws IOException {
    return Serialization.yamlMapper()
        .readTree(Files.readString(Chart.FOLDER.resolve("Chart.yaml")));
  }

  static String icon() throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(Chart.FOLDER.resolve("icon.svg")));
  }

  private static ObjectNode serviceVersion(Objects rendered) throws IOException {
    var chart = chart();
    var version = chart.path("version").asText();
    var hub = chart.path("annotations");
    var csv = object();
    csv.put("apiVersion", "operators.coreos.com/v1alpha1").put("kind", "ClusterServiceVersion");
    var metadata = csv.putObject("metadata");
    // A name of Kubernetes is in lower case.
    metadata.put("name", "mailhelm.v" + version.toLowerCase(Locale.ROOT));
    metadata.put("namespace", "placeholder");
    metadata
        .putObject("labels")
        .put("operatorframework.io/arch.amd64", "supported")
        .put("operatorframework.io/os.linux", "supported");
    metadata
        .putObject("annotations")
        .put("alm-examples", examples(hub).toPrettyString())
        .put("capabilities", hub.path("artifacthub.io/operatorCapabilities").asText())
        .put("categories", "Networking")
        .put("containerImage", rendered.container().path("image").asText())
        .put("description", chart.path("description").asText());
    var spec = csv.putObject("spec");
    spec.put("displayName", "Mailhelm");
    spec.put("version", version);
    spec.put("maturity", "alpha");
    spec.put("minKubeVersion", "1.30.0");
    spec.put("description", DESCRIPTION);
    spec.putObject("provider").put("name", "Mailhelm");
    spec.set("keywords", chart.path("keywords"));
    spec.putArray("icon").addObject().put("base64data", icon()).put("mediatype", "image/svg+xml");
    var modes = spec.putArray("installModes");
    for (var mode :
        new String[] {"OwnNamespace", "SingleNamespace", "MultiNamespace", "AllNamespaces"}) {
      modes.addObject().put("type", mode).put("supported", true);
    }
    spec.putObject("customresourcedefinitions").set("owned", owned(hub));
    spec.set("install", install(rendered));
    var related = spec.putArray("relatedImages");
    yaml(hub.path("artifacthub.io/images").asText()).forEach(related::add);
    return csv;
  }

  private static ArrayNode owned(JsonNode hub) throws IOException {
    return (ArrayNode) yaml(hub.path("artifacthub.io/crds").asText());
  }

  private static ArrayNode examples(JsonNode hub) throws IOException {
    return (ArrayNode) yaml(hub.path("artifacthub.io/crdsExamples").asText());
  }

  private static ObjectNode install(Objects rendered) {
    var install = object();
    install.put("strategy", "deployment");
    var spec = install.putObject("spec");
    var rules = spec.putArray("permissions").addObject();
    rules.put("serviceAccountName", OPERATOR);
    rules
        .putArray("rules")
        .addAll((ArrayNode) rendered.the("Role", OPERATOR).path("rules").deepCopy())
        .addAll((ArrayNode) rendered.the("Role", OPERATOR + "-leader").path("rules").deepCopy());
    var cluster = spec.putArray("clusterPermissions").addObject();
    cluster.put("serviceAccountName", OPERATOR);
    cluster.set("rules", rendered.the("ClusterRole", "mail-system-" + OPERATOR).path("rules"));
    var deployment = spec.putArray("deployments").addObject();
    deployment.put("name", OPERATOR);
    var of = (ObjectNode) rendered.the("Deployment").path("spec").deepCopy();
    for (var variable : of.at("/template/spec/containers/0/env")) {
      if (variable.path("name").asText().equals("QUARKUS_OPERATOR_SDK_NAMESPACES")) {
        ((ObjectNode) variable).remove("value");
        ((ObjectNode) variable)
            .putObject("valueFrom")
            .putObject("fieldRef")
            .put("fieldPath", "metadata.annotations['olm.targetNamespaces']");
      }
    }
    // Helm has no part in it.
    ((ObjectNode) of.at("/template/metadata/labels"))
        .remove(List.of("app.kubernetes.io/managed-by", "helm.sh/chart"));
    deployment.set("spec", of);
    return install;
  }

  private static Map<String, String> annotations() {
    var prefix = "operators.operatorframework.io.bundle.";
    return new TreeMap<>(
        Map.of(
            prefix + "channel.default.v1", "alpha",
            prefix + "channels.v1", "alpha",
            prefix + "manifests.v1", "manifests/",
            prefix + "mediatype.v1", "registry+v1",
            prefix + "metadata.v1", "metadata/",
            prefix + "package.v1", "mailhelm"));
  }

  private static String dockerfile() {
    var lines = new StringBuilder("FROM scratch\n");
    annotations().forEach((name, value) -> lines.append("LABEL %s=%s\n".formatted(name, value)));
    return lines.append("COPY manifests /manifests/\nCOPY metadata /metadata/\n").toString();
  }

  private static ObjectNode object() {
    return Serialization.jsonMapper().createObjectNode();
  }

  private static JsonNode yaml(String text) throws IOException {
    return Serialization.yamlMapper().readTree(text);
  }

  private static String yaml(Object value) {
    return Serialization.asYaml(value);
  }
}
