package io.mailhelm.compiler;

import io.mailhelm.config.Surrogates;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the labels and annotations that a MailDomain gives to objects of its servers. Keys of ours,
 * and those that Kubernetes reads, may not be set: they say whose an object is, and how it is run.
 */
final class ObjectKeys {
  /** A qualified name of Kubernetes: an optional DNS subdomain with a slash, and a name. */
  private static final Pattern KEY =
      Pattern.compile(
          "(?:([a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*)/)?"
              + "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?");

  private static final Pattern VALUE =
      Pattern.compile("(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?");

  private static final int LONGEST_PREFIX = 253;
  private static final int LONGEST_NAME = 63;

  /** Reserved prefixes, each with all names below it. */
  private static final List<String> RESERVED = List.of("mailhelm.io", "kubernetes.io", "k8s.io");

  /** A prefix below those that anybody may use: it says whether a pod may be moved. */
  private static final String AUTOSCALER = "cluster-autoscaler.kubernetes.io";

  /** Keys of Kubernetes' own controllers that have no prefix. */
  private static final List<String> CONTROLLERS =
      List.of("controller-revision-hash", "pod-template-hash");

  private final SpecFields fields;

  ObjectKeys(SpecFields fields) {
    this.fields = fields;
  }

  /** Reports labels that are not allowed; {@code labels} is null where nothing is declared. */
  void labels(String path, Map<String, String> labels) {
    annotations(path, labels);
    if (labels != null) {
      labels.forEach(
          (key, value) -> {
            if (value != null
                && (value.length() > LONGEST_NAME || !VALUE.matcher(value).matches())) {
              fields.invalid(
                  "%s[%s]".formatted(path, shown(key)),
                  "is no value of a label: use at most 63 letters, digits, '-', '_' and '.', and"
                      + " begin and end with a letter or digit");
            }
          });
    }
  }

  /**
   * Reports keys of annotations that are not allowed; {@code annotations} is null where nothing is
   * declared.
   */
  void annotations(String path, Map<String, String> annotations) {
    if (annotations != null) {
      annotations.forEach(
          (key, value) -> {
            key("%s[%s]".formatted(path, shown(key)), key);
            if (value == null) {
              fields.invalid(
                  "%s[%s]".formatted(path, shown(key)), "needs a text: write one, or \"\"");
            }
          });
    }
  }

  private void key(String path, String key) {
    var slash = key.indexOf('/');
    if (slash > LONGEST_PREFIX
        || key.length() - slash - 1 > LONGEST_NAME
        || !KEY.matcher(key).matches()) {
      fields.invalid(
          path, "is no key of a label or annotation: write e.g. team or example.com/team");
    } else if (isReserved(key, slash < 0 ? "" : key.substring(0, slash))) {
      fields.invalid(path, "is a key that Mailhelm or Kubernetes sets itself: remove it");
    }
  }

  private static boolean isReserved(String key, String prefix) {
    return CONTROLLERS.contains(key)
        || !prefix.equals(AUTOSCALER)
            && RESERVED.stream()
                .anyMatch(reserved -> prefix.equals(reserved) || prefix.endsWith("." + reserved));
  }

  private static String shown(String key) {
    return Surrogates.shortened(key, LONGEST_PREFIX);
  }
}
