package io.mailhelm.compiler.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.mailhelm.crds.MailDomain;
import io.mailhelm.crds.MailUser;
import io.mailhelm.crds.SendPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The schemas of {@code spec}, from the CRDs that are generated from the types and ship with them.
 */
enum Schemas {
  MAIL_DOMAIN(MailDomain.class, "maildomains"),
  MAIL_USER(MailUser.class, "mailusers"),
  SEND_POLICY(SendPolicy.class, "sendpolicies");

  static final String API_VERSION = MailDomain.GROUP + "/" + MailDomain.VERSION;

  private static final Map<String, Schemas> BY_KIND =
      Map.of("MailDomain", MAIL_DOMAIN, "MailUser", MAIL_USER, "SendPolicy", SEND_POLICY);

  private final Class<? extends HasMetadata> type;
  private final JsonNode spec;

  Schemas(Class<? extends HasMetadata> type, String plural) {
    this.type = type;
    this.spec =
        load(plural).at("/spec/versions/0/schema/openAPIV3Schema/properties/spec").requireNonNull();
  }

  static Map<String, Schemas> byKind() {
    return BY_KIND;
  }

  Class<? extends HasMetadata> type() {
    return type;
  }

  JsonNode spec() {
    return spec;
  }

  private static JsonNode load(String plural) {
    var path = "/META-INF/mailhelm/crds/" + plural + ".yaml";
    try (var yaml = MailDomain.class.getResourceAsStream(path)) {
      return YamlDocuments.parse(new String(yaml.readAllBytes(), StandardCharsets.UTF_8))
          .getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (UnreadableException e) {
      throw new AssertionError(path, e);
    }
  }
}
