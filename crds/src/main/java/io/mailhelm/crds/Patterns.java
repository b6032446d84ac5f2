package io.mailhelm.crds;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The regular expressions of the schemas, each with the message for a value that does not match.
 */
public final class Patterns {
  /** A duration in the notation of Kubernetes: {@code 90s}, {@code 5m}, {@code 1h30m}. */
  public static final String DURATION = "^([0-9]{1,9}(ms|s|m|h))+$";

  /** A DNS label (RFC 1123 §2.1), as names of parts of a resource. */
  public static final String LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

  /** {@code metadata.name} of most Kubernetes objects: a DNS subdomain. */
  public static final String OBJECT_NAME =
      "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

  /** A key of a Secret or ConfigMap. */
  public static final String KEY = "^[-._a-zA-Z0-9]+$";

  /** A variable of a process's environment (POSIX.1, "Environment Variable Definition"). */
  public static final String VARIABLE = "^[A-Za-z_][A-Za-z0-9_]*$";

  /** The recipients' domains of a route; internationalised names may be written as U-labels. */
  public static final String DOMAINS = "^(\\*|(\\*\\.)?[^*@\\s/:]+)$";

  /** A host name or an IP address, and no URL, port or brackets. */
  public static final String HOST = "^([^*@\\s/:\\[\\]]+|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)$";

  /** A percentage as text, because Kubernetes resources hold no floating-point numbers. */
  public static final String PERCENT = "^(100|[0-9]{1,2}(\\.[0-9]{1,3})?)$";

  /** A day, {@code 2026-11-22}. */
  public static final String DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

  /** An instant, {@code 2026-11-22T10:00:00Z} (RFC 3339). */
  public static final String INSTANT =
      "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$";

  private static final Map<String, String> WORDS =
      Map.of(
          DURATION, "is not a duration: write e.g. 30s, 5m or 2160h",
          LABEL, "is not a DNS label: use lower-case letters, digits and inner hyphens",
          OBJECT_NAME,
              "is not the name of a Kubernetes object: use lower-case letters, digits, hyphens and"
                  + " dots",
          KEY, "is not a key: use letters, digits, '-', '_' and '.'",
          VARIABLE, "is not the name of a variable: use letters, digits and '_', no digit first",
          PERCENT, "is not a percentage: write e.g. \"5\" or \"0.1\"",
          DOMAINS, "is not a domain: write example.com, *.example.com or *",
          HOST, "is not a host name or IP address: write e.g. smtp.example.com, and port beside it",
          DATE, "is not a day: write e.g. 2026-11-22",
          INSTANT, "is not a point in time: write e.g. 2026-11-22T10:00:00Z");

  /**
   * The longest text that is matched. No value with a pattern is longer, and a longer one would
   * overflow the stack.
   */
  private static final int LONGEST = 1_000;

  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Patterns() {}

  /** Whether {@code text} matches, as an API server judges it; a long text never does. */
  public static boolean matches(String pattern, String text) {
    return text.length() <= LONGEST
        && COMPILED.computeIfAbsent(pattern, Pattern::compile).matcher(text).find();
  }

  /** The message about a value that does not match {@code pattern}, to follow the quoted value. */
  public static String words(String pattern) {
    return WORDS.getOrDefault(pattern, "does not match " + pattern);
  }
}
