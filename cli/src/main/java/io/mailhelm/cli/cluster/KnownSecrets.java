package io.mailhelm.cli.cluster;

import io.fabric8.kubernetes.api.model.Secret;
import io.mailhelm.crds.SecretUse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Secrets that belong to mail: those that the operator made, and those that are marked for it.
 * Their values are read only to be recognised, and are written nowhere.
 */
record KnownSecrets(List<Secret> secrets) {
  /** The key of a config's index, which holds the config without users and keys. */
  static final String INDEX = "index";

  /** The keys in such Secrets whose values are not secret. */
  private static final Set<String> PUBLIC =
      Set.of(
          "username", "host", "port", "tlsServerName", "ca.crt", "tls.crt", "ledger.json", INDEX);

  private static final String MADE_BY = "app.kubernetes.io/managed-by";
  private static final String OPERATOR = "mailhelm-operator";

  static KnownSecrets of(Cluster cluster) {
    var made = cluster.all(Secret.class, cluster.namespace(), MADE_BY + "=" + OPERATOR);
    var marked = cluster.all(Secret.class, cluster.namespace(), SecretUse.LABEL);
    return new KnownSecrets(Stream.concat(made.stream(), marked.stream()).toList());
  }

  /** All values that are texts. */
  List<String> values() {
    var values = new ArrayList<String>();
    for (var secret : secrets) {
      data(secret)
          .forEach(
              (key, value) -> {
                if (!PUBLIC.contains(key)) {
                  text(value).ifPresent(values::add);
                }
              });
    }
    return values;
  }

  /** A list of the Secrets, without their values. */
  String listing() {
    return secrets.stream()
        .map(
            secret ->
                "%s %s %s: %s%n"
                    .formatted(
                        secret.getMetadata().getName(),
                        secret.getType(),
                        secret.getMetadata().getResourceVersion(),
                        data(secret).entrySet().stream()
                            .map(each -> sized(each.getKey(), each.getValue()))
                            .sorted()
                            .collect(Collectors.joining(", "))))
        .sorted()
        .collect(Collectors.joining());
  }

  private static String sized(String key, String value) {
    return "%s (%d octets)".formatted(key, Base64.getDecoder().decode(value).length);
  }

  private static Map<String, String> data(Secret secret) {
    return secret.getData() == null ? Map.of() : secret.getData();
  }

  /**
   * The value as text; empty for parts of the config, which are gzipped and so never part of
   * another text.
   */
  private static Optional<String> text(String value) {
    try {
      var octets = Base64.getDecoder().decode(value);
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
