package io.mailhelm.operator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.util.List;

/** The operator, from its start until it is told to end. */
@QuarkusMain
public class Main {
  private static final String REHEARSE = "--rehearse";

  private Main() {}

  /**
   * @param arguments {@value #REHEARSE}: start, and end again, with nothing to operate on, so that
   *     the JVM learns which classes it takes (JEP 483)
   */
  public static void main(String... arguments) throws IOException {
    if (List.of(arguments).contains(REHEARSE)) {
      try (var cluster = new EmptyCluster()) {
        cluster.use();
        Quarkus.run(Rehearsal.class, arguments);
      }
    } else {
      Quarkus.run(arguments);
    }
  }

  /** Ends as soon as it has started. */
  static final class Rehearsal implements QuarkusApplication {
    @Override
    public int run(String... arguments) {
      return 0;
    }
  }
}
