package io.mailhelm.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mailhelm.config.Problem;
import io.mailhelm.config.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  @Test
  void aFaultOfOursRefusesTheResourceThatMeetsItAndNoOther() {
    var problems = new Problems(List.of());
    var users =
        Declared.read(Declared.DOMAIN + Declared.user("alice", "") + Declared.user("bob", ""))
            .users();

    for (var user : users) {
      problems.isolated(
          user,
          () -> {
            if (user.getMetadata().getName().equals("alice")) {
              throw new IllegalStateException("no such thing");
            }
          });
    }

    assertThat(problems.all())
        .extracting(problem -> problem.resource().name(), Problem::reason)
        .containsExactly(tuple("alice", Reason.InternalError));
    assertThat(problems.all().getFirst().message()).contains("no such thing", "report it");
  }
}
