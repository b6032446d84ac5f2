package io.mailhelm.watch;

/** What a {@link RepeatedTask} does. */
public enum TaskKind {
  DNS("dns"),
  DKIM("dkim"),
  READY_COUNTS("ready-counts"),
  WATCHED_NAMESPACES("watched-namespaces");

  private final String word;

  TaskKind(String word) {
    this.word = word;
  }

  /**
   * What a person reads of a task, e.g. {@code dns of example.com}.
   *
   * @param subject empty: there is one of the kind
   */
  public String of(String subject) {
    return subject.isEmpty() ? word : word + " of " + subject;
  }
}
