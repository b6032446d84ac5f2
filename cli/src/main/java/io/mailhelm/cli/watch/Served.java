package io.mailhelm.cli.watch;

import java.io.IOException;

/** What is served, as far as the loops change it. Thread-safe. */
public interface Served {
  /** Makes a change while nothing is compiled, and does what that makes necessary. */
  void change(Change change) throws IOException;

  /** A change to what a compilation or a status depends on. */
  @FunctionalInterface
  interface Change {
    /** Makes it, and says what it makes necessary. */
    Step apply() throws IOException;
  }

  /** What is to follow a change. */
  enum Step {
    Nothing,
    /** Statuses say something else. */
    Report,
    /** The config is another. */
    Compile
  }
}
