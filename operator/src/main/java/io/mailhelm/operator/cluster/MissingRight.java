package io.mailhelm.operator.cluster;

/** Explains which value of the chart gives a right that the operator lacks. Pure. */
final class MissingRight {
  /**
   * An API server's words for a missing right; what a quota or a webhook forbids reads otherwise.
   */
  private static final String CANNOT = " cannot ";

  private static final String RESOURCE = " resource \"";
  private static final String NAMESPACE = " in the namespace \"";

  private MissingRight() {}

  /**
   * The API server's words and, where they say that a right is missing, how to give it.
   *
   * @param words such as {@code secrets is forbidden: User "…" cannot list resource "secrets" in
   *     API group "" in the namespace "mail"}
   */
  static String explained(String words) {
    var cannot = words.indexOf(CANNOT);
    if (cannot < 0 || words.indexOf(RESOURCE, cannot) < 0) {
      return words;
    }
    var namespace = words.indexOf(NAMESPACE, cannot);
    if (namespace < 0) {
      return words
          + ": the chart's rbac.create gives this right, and watch.all those in every namespace";
    }
    var begin = namespace + NAMESPACE.length();
    var end = words.indexOf('"', begin);
    return "%s: name %s in the chart's watch.namespaces, which gives the rights of this version there (rbac.create); where it is named, its Role or RoleBinding was taken away, and helm upgrade makes it again, or the namespace is being deleted (troubleshooting, What is deleted stays)"
        .formatted(words, words.substring(begin, end < 0 ? words.length() : end));
  }
}
