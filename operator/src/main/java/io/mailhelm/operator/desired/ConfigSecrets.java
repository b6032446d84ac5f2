package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.config.ConfigDocument;
import io.mailhelm.config.IncompleteDocumentException;
import io.mailhelm.crds.MailDomain;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Stores a config in Secrets, one for each part. Each has one key, the part's name, which is also
 * the name of its file in the pod's volume.
 */
public final class ConfigSecrets {
  private ConfigSecrets() {}

  /**
   * The Secrets of the parts that are not empty. The others of {@link #names} are to be deleted.
   */
  public static List<Secret> of(MailDomain domain, ConfigDocument document) {
    return document.parts().entrySet().stream()
        .map(
            part ->
                DomainSecret.of(
                    Metadata.owned(
                        domain, ObjectNames.config(ObjectNames.of(domain), part.getKey())),
                    DomainSecret.OPAQUE,
                    Map.of(part.getKey(), part.getValue())))
        .toList();
  }

  /** The names of all Secrets that there can be, the index first. */
  public static List<String> names(MailDomain domain) {
    return ConfigDocument.names().stream()
        .map(part -> ObjectNames.config(ObjectNames.of(domain), part))
        .toList();
  }

  /**
   * Reads the document from these Secrets; others among them are ignored.
   *
   * @throws IncompleteDocumentException when the index is not there
   */
  public static ConfigDocument document(MailDomain domain, Collection<Secret> secrets) {
    var byName =
        secrets.stream()
            .collect(
                Collectors.toMap(secret -> secret.getMetadata().getName(), Function.identity()));
    var parts = new TreeMap<String, byte[]>();
    for (var part : ConfigDocument.names()) {
      var secret = byName.get(ObjectNames.config(ObjectNames.of(domain), part));
      if (secret != null) {
        SecretData.of(secret, part).ifPresent(content -> parts.put(part, content));
      }
    }
    return new ConfigDocument(parts);
  }
}
