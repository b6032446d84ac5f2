package io.mailhelm.smtp.store;

/**
 * Ends the process at once, without any clean-up: memory can no longer be trusted, stable storage
 * can, and the next start reads that. It is the only place where that is done.
 */
@FunctionalInterface
public interface Halt {
  /** The exit code; the same that {@code -XX:+ExitOnOutOfMemoryError} has. */
  int EXIT_CODE = 3;

  /**
   * Ends the process; a test's may return.
   *
   * @param where what was being done
   * @param cause why it cannot go on
   */
  void now(String where, Throwable cause);

  /** Ends this process. No shutdown hook runs: they would wait for what has just failed. */
  static Halt ofProcess() {
    return (where, cause) -> {
      try {
        System.err.printf(
            "mailhelm: %s failed in a way that leaves memory at odds with the disk, so the process"
                + " ends; nothing that was acknowledged is lost, start it again: %s%n",
            where, cause);
        cause.printStackTrace();
      } finally {
        Runtime.getRuntime().halt(EXIT_CODE);
      }
    };
  }
}
