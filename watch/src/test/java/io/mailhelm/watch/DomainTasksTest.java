package io.mailhelm.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DomainTasksTest {
  private final List<String> events = new ArrayList<>();
  private final DomainTasks<Integer, Noting> tasks =
      new DomainTasks<>(
          (name, subject) -> {
            events.add("start " + name);
            return new Noting(name);
          });

  private final class Noting implements DomainTasks.Task<Integer> {
    private final String name;
    private Optional<Integer> last = Optional.empty();

    Noting(String name) {
      this.name = name;
    }

    @Override
    public void follow(Integer now) {
      last = Optional.of(now).filter(number -> number > 0);
    }

    @Override
    public void close() {
      events.add("end " + name);
    }
  }

  @Test
  void newOnesStartOthersEndAndThoseThatStayFollow() {
    tasks.follow(Map.of("a", 1, "b", 0));
    tasks.follow(Map.of("a", 2));
    tasks.follow(Map.of("a", 3));

    assertThat(events).containsExactlyInAnyOrder("start a", "start b", "end b");
    assertThat(tasks.known(task -> task.last)).isEqualTo(Map.of("a", 3));
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    tasks.follow(Map.of("a", 0));

    assertThat(tasks.known(task -> task.last)).isEmpty();
  }

  /** The folder is followed for a moment longer than its domains are. */
  @Test
  void whatIsClosedFollowsNothingAnyMore() {
    tasks.follow(Map.of("a", 1));
    tasks.close();
    tasks.follow(Map.of("a", 1));

    assertThat(events).containsExactly("start a", "end a");
  }
}
