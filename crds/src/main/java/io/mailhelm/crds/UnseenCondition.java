package io.mailhelm.crds;

import java.util.List;

/** The condition of a resource that no operator has seen yet: the default in its schema. */
public final class UnseenCondition {
  private static final String TYPE = "Ready";
  private static final String REASON = "NotSeen";

  /** The condition {@code Ready}. It has no time and no generation. */
  public static final Condition READY =
      new Condition(
          TYPE,
          "Unknown",
          REASON,
          "no operator has seen it yet: look whether Mailhelm's runs, and watches this namespace"
              + " (watch.namespaces of the chart)",
          null,
          null);

  private UnseenCondition() {}

  /**
   * Whether nothing has been reported of a resource yet.
   *
   * @param conditions of its status; null where it has none
   */
  public static boolean isAll(List<Condition> conditions) {
    return conditions == null
        || conditions.stream()
            .filter(condition -> TYPE.equals(condition.type()))
            .allMatch(UnseenCondition::is);
  }

  /** Whether a condition is the default of a schema, of any version. */
  public static boolean is(Condition condition) {
    return TYPE.equals(condition.type()) && REASON.equals(condition.reason());
  }
}
