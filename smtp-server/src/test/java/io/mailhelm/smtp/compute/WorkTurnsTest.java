package io.mailhelm.smtp.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has to wait for how much of others' work. */
class WorkTurnsTest {
  private static final int MANY = 60;

  private static String next(WorkTurns<String> turns) {
    return turns.take().orElseThrow().work();
  }

  @Test
  void whoComesBehindManyOfAnothersWaitsForNoneThatIsNotBegun() {
    var turns = new WorkTurns<String>(1);
    for (int i = 0; i < MANY; i++) {
      turns.add("alice", "alice " + i);
    }
    assertThat(next(turns)).isEqualTo("alice 0");
    turns.add("bob", "bob 0");

    assertThat(next(turns)).as("while the first of alice's goes on").isEqualTo("bob 0");
  }

  @Test
  void thoseWhoWaitTakeTurns() {
    var turns = new WorkTurns<String>(1);
    for (int i = 0; i < 3; i++) {
      turns.add("alice", "alice " + i);
    }
    turns.add("bob", "bob 0");
    turns.add("bob", "bob 1");
    var order = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      var turn = turns.take().orElseThrow();
      order.add(turn.work());
      turns.done(turn.who());
    }
    assertThat(order).isEqualTo(List.of("alice 0", "bob 0", "alice 1", "bob 1", "alice 2"));
  }

  @Test
  void whatIsClosedEndsWhatWaitsAndTakesNothingIn() {
    var turns = new WorkTurns<String>(1);
    turns.add("alice", "alice 0");
    turns.close();

    assertThat(next(turns)).isEqualTo("alice 0");
    assertThat(turns.take()).isEmpty();
    assertThat(turns.add("bob", "bob 0")).isFalse();
  }
}
