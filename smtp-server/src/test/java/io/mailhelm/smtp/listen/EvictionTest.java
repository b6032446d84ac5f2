package io.mailhelm.smtp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.listen.Eviction.Idle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who goes first when others need the memory. */
class EvictionTest {
  private static Idle<String> idle(String connection, String address, long octets, long idle) {
    return new Idle<>(connection, address, octets, idle);
  }

  @Test
  void theLongestIdleOfTheAddressThatHoldsMost() {
    var some =
        List.of(
            idle("a1", "a", 10, 3),
            idle("a2", "a", 10, 5),
            idle("a3", "a", 10, 4),
            idle("b1", "b", 10, 99),
            idle("b2", "b", 10, 98));
    assertThat(Eviction.choose(some, 10)).containsExactly("a2");
    assertThat(Eviction.choose(some, 11)).as("then both hold as much").containsExactly("a2", "b1");
  }

  @Test
  void whatIsHeldCountsNotHowManyHoldIt() {
    var some = List.of(idle("large", "a", 50, 1), idle("b1", "b", 10, 2), idle("b2", "b", 10, 2));
    assertThat(Eviction.choose(some, 1)).containsExactly("large");
  }

  @Test
  void ofEquallyLargeOnesTheLongestIdle() {
    var some = List.of(idle("a", "a", 10, 1), idle("b", "b", 10, 3), idle("c", "c", 10, 2));
    assertThat(Eviction.choose(some, 20)).containsExactly("b", "c");
  }

  @Test
  void asManyAsAreNeededAndThereAre() {
    var some = List.of(idle("a", "a", 10, 1), idle("b", "b", 10, 3));
    assertThat(Eviction.choose(some, 0)).isEmpty();
    assertThat(Eviction.choose(some, -5)).isEmpty();
    assertThat(Eviction.choose(some, 1_000)).containsExactly("b", "a");
  }
}
