package io.mailhelm.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;

/**
 * What the people who write MailDomains may set on pods. Only an administrator grants it (the
 * chart's {@code allow.pods}). Labels and annotations steer the programs that admit, connect and
 * watch pods. A variable steers the process. A ServiceAccount and a PriorityClass are rights.
 *
 * @param labels keys; one that ends in {@code *} stands for all keys with that prefix
 * @param annotations the same
 * @param env names of variables, each in full
 * @param priorityClasses names, as {@code labels}
 * @param serviceAccounts names, as {@code labels}
 */
public record PodGrants(
    List<String> labels,
    List<String> annotations,
    List<String> env,
    List<String> priorityClasses,
    List<String> serviceAccounts) {
  /** Grants nothing. */
  public static final PodGrants NONE =
      new PodGrants(List.of(), List.of(), List.of(), List.of(), List.of());

  public PodGrants {
    labels = orNone(labels);
    annotations = orNone(annotations);
    env = orNone(env);
    priorityClasses = orNone(priorityClasses);
    serviceAccounts = orNone(serviceAccounts);
  }

  private static List<String> orNone(List<String> list) {
    return List.copyOf(Objects.requireNonNullElse(list, List.of()));
  }

  /**
   * Reads what the operator is started with.
   *
   * @param json an object of lists, each of which may be left out
   * @throws IllegalArgumentException when it is something else
   */
  public static PodGrants of(String json) {
    try {
      return Serialization.jsonMapper()
          .readerFor(PodGrants.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "MAILHELM_ALLOW_PODS cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** Whether pods may have a label of that key. */
  public boolean label(String key) {
    return covers(labels, key);
  }

  /** Whether pods may have an annotation of that key. */
  public boolean annotation(String key) {
    return covers(annotations, key);
  }

  /**
   * Whether the server may have a variable of that name. Patterns are not taken: none could know
   * all variables that steer a process.
   */
  public boolean variable(String name) {
    return env.contains(name);
  }

  /** Whether pods may have that PriorityClass. */
  public boolean priorityClass(String name) {
    return covers(priorityClasses, name);
  }

  /** Whether pods may run under that ServiceAccount. */
  public boolean serviceAccount(String name) {
    return covers(serviceAccounts, name);
  }

  private static boolean covers(List<String> granted, String name) {
    return granted.stream()
        .anyMatch(
            each ->
                each.endsWith("*")
                    ? name.startsWith(each.substring(0, each.length() - 1))
                    : each.equals(name));
  }
}
