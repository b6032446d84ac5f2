package io.mailhelm.smtp.api.queue;

import io.mailhelm.smtp.api.ApiException;
import io.mailhelm.smtp.store.Delivery.State;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses the states of deliveries, as clients write them. */
final class DeliveryStates {
  /** The states of deliveries that are not final. */
  static final Set<State> OPEN = Set.of(State.QUEUED, State.HELD);

  private static final String ALL = "all";

  private DeliveryStates() {}

  static String word(State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  /** Whether no state is left out. */
  static boolean isAll(String written) {
    return written.strip().equals(ALL);
  }

  /**
   * Any of the states that are named, commas between them.
   *
   * @param written {@code all}: every state
   * @param otherwise where none is named
   * @throws ApiException 400
   */
  static Set<State> of(Optional<String> written, Set<State> otherwise) {
    if (written.isEmpty()) {
      return otherwise;
    }
    var states = EnumSet.noneOf(State.class);
    if (isAll(written.get())) {
      return EnumSet.allOf(State.class);
    }
    for (var word : written.get().split(",", -1)) {
      states.add(state(word.strip()));
    }
    return states;
  }

  private static State state(String word) {
    return Arrays.stream(State.values())
        .filter(state -> word(state).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.badRequest(
                    "'state' is %s or %s; several have commas between them."
                        .formatted(
                            Arrays.stream(State.values())
                                .map(DeliveryStates::word)
                                .collect(Collectors.joining(", ")),
                            ALL)));
  }
}
