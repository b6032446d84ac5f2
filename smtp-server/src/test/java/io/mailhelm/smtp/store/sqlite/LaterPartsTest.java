package io.mailhelm.smtp.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.store.sqlite.LaterParts.Later;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;

class LaterPartsTest {
  private final LaterParts parts = new LaterParts();
  private final Map<Long, Later> model = new HashMap<>();

  @RepeatedTest(20)
  void givesWhatAPlainMapWould() {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    int numbers = 1 + random.nextInt(3_000);
    for (int step = 0; step < 20_000; step++) {
      // low bits that are alike crowd one place of the table
      long number = (long) random.nextInt(numbers) << (random.nextBoolean() ? 0 : 20);
      switch (random.nextInt(step < 10_000 ? 5 : 3)) {
        case 0 ->
            assertThat(parts.remove(number).orElse(null))
                .as("seed %d", seed)
                .isEqualTo(model.remove(number));
        case 1 -> removeFirst(seed);
        case 2 -> assertThat(parts.size()).as("seed %d", seed).isEqualTo(model.size());
        default -> {
          var later = new Later(number, random.nextInt(1_000), step);
          parts.add(later);
          model.merge(number, later, LaterPartsTest::earlier);
        }
      }
      if (random.nextInt(1_000) == 0) {
        parts.rebase(7);
        model.replaceAll((_, it) -> new Later(it.number(), it.due() - 7, it.delivery()));
      }
    }
    while (parts.size() > 0) {
      removeFirst(seed);
    }
    assertThat(model).as("seed %d", seed).isEmpty();
    assertThat(parts.firstDue()).isEqualTo(LaneOrder.NEVER);
  }

  private static Later earlier(Later before, Later now) {
    return new Later(now.number(), Math.min(before.due(), now.due()), now.delivery());
  }

  private void removeFirst(long seed) {
    if (model.isEmpty()) {
      return;
    }
    long first = model.values().stream().mapToLong(Later::due).min().getAsLong();
    assertThat(parts.firstDue()).as("seed %d", seed).isEqualTo(first);
    var taken = parts.removeFirst();
    assertThat(taken.due()).as("seed %d", seed).isEqualTo(first);
    assertThat(model.remove(taken.number())).as("seed %d", seed).isEqualTo(taken);
  }
}
