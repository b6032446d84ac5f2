package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is in a Secret, and as the API writes it. */
public final class SecretData {
  private SecretData() {}

  /** All of it, by key; empty where there is none. */
  public static SortedMap<String, byte[]> of(Secret secret) {
    var data = new TreeMap<String, byte[]>();
    encoded(secret).forEach((key, value) -> data.put(key, decoded(value)));
    return data;
  }

  /** What is there under a key. */
  public static Optional<byte[]> of(Secret secret, String key) {
    return Optional.ofNullable(encoded(secret).get(key)).map(SecretData::decoded);
  }

  /** All of it as it is written, in Base64. */
  public static Map<String, String> encoded(Secret secret) {
    return Objects.requireNonNullElse(secret.getData(), Map.of());
  }

  /** As the API writes it. */
  public static String encoded(byte[] content) {
    return Base64.getEncoder().encodeToString(content);
  }

  private static byte[] decoded(String value) {
    return Base64.getDecoder().decode(value);
  }
}
