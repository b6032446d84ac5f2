package io.mailhelm.cli.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the resources that {@link EnvironmentSettings} stand for: one MailDomain that captures, one
 * MailUser, one SendPolicy, one Secret.
 */
public final class SettingsResources {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS));

  private SettingsResources() {}

  /** All resources but the Secret, as YAML that may be printed. */
  public static String declarations(EnvironmentSettings settings) {
    return yaml(domain(settings)) + yaml(user(settings)) + yaml(policy(settings));
  }

  /** The Secret, as YAML for a private file. */
  public static String secret(EnvironmentSettings settings) {
    return yaml(
        resource("v1", "Secret", "settings-password", Map.of())
            .with("stringData", Map.of("password", settings.password())));
  }

  private static Resource domain(EnvironmentSettings settings) {
    var listener = new LinkedHashMap<String, Object>();
    listener.put("name", "development");
    listener.put("address", settings.host());
    listener.put("port", settings.port());
    listener.put("tls", "Optional");
    listener.put("auth", settings.authRequired() ? "Required" : "LoopbackOptional");
    var server = new LinkedHashMap<String, Object>();
    server.put("listeners", List.of(listener));
    server.put("management", Map.of("port", settings.apiPort()));
    var spec = new LinkedHashMap<String, Object>();
    spec.put("domain", settings.domain().ascii());
    spec.put("outbound", "Capture");
    spec.put("server", server);
    return resource("mailhelm.io/v1alpha1", "MailDomain", "settings", spec);
  }

  private static Resource user(EnvironmentSettings settings) {
    var spec = new LinkedHashMap<String, Object>();
    spec.put("domainRef", Map.of("name", "settings"));
    spec.put("localPart", settings.user().localPart());
    settings
        .from()
        .filter(from -> from.domain().equals(settings.domain()))
        .ifPresent(from -> spec.put("aliases", List.of(from.localPart())));
    spec.put("passwordSecretRef", Map.of("name", "settings-password", "key", "password"));
    return resource("mailhelm.io/v1alpha1", "MailUser", "settings", spec);
  }

  private static Resource policy(EnvironmentSettings settings) {
    var senders = new LinkedHashMap<String, Object>();
    senders.put("from", "OwnAddresses");
    settings
        .from()
        .filter(from -> !from.domain().equals(settings.domain()))
        .ifPresent(from -> senders.put("allow", List.of(from.toString())));
    var spec = new LinkedHashMap<String, Object>();
    spec.put("domainRef", Map.of("name", "settings"));
    spec.put("default", true);
    spec.put("senders", senders);
    return resource("mailhelm.io/v1alpha1", "SendPolicy", "settings", spec);
  }

  private static Resource resource(
      String apiVersion, String kind, String name, Map<String, Object> spec) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("apiVersion", apiVersion);
    fields.put("kind", kind);
    fields.put("metadata", Map.of("name", name));
    var resource = new Resource(fields);
    return spec.isEmpty() ? resource : resource.with("spec", spec);
  }

  private record Resource(LinkedHashMap<String, Object> fields) {
    Resource with(String name, Object value) {
      fields.put(name, value);
      return this;
    }
  }

  private static String yaml(Resource resource) {
    try {
      return YAML.writeValueAsString(resource.fields());
    } catch (JsonProcessingException e) {
      throw new AssertionError("maps and strings are always YAML", e);
    }
  }
}
