package io.mailhelm.config;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A daily cap on recipients elsewhere that grows, for a sending address that nobody knows yet
 * ({@code SendPolicy.spec.warmUp}). Mail above the cap waits for the next day.
 *
 * @param startedOn the first day
 * @param firstDay recipients on that day, 1 or more
 * @param growthPercent growth from one day to the next, 1 to 1000
 * @param until where it ends: a day whose cap would be higher has none
 * @param timeZone in which a day begins at 00:00
 * @param hold whether the cap stays what it is today
 * @param allowOptOut whether a message may ask not to be part of it ({@code X-Mailhelm-Warm-Up:
 *     no})
 * @param perProvider {@code firstDay} by the name of a provider, which has a cap of its own within
 *     the whole
 * @param overflow the relay by which mail above the cap goes at once; empty: it waits
 */
public record WarmUp(
    LocalDate startedOn,
    int firstDay,
    int growthPercent,
    int until,
    ZoneId timeZone,
    boolean hold,
    boolean allowOptOut,
    Map<String, Integer> perProvider,
    Optional<Route.Relay> overflow) {
  private static final int MOST_GROWTH = 1000;

  public WarmUp {
    Objects.requireNonNull(startedOn);
    Objects.requireNonNull(timeZone);
    Objects.requireNonNull(overflow);
    perProvider = Collections.unmodifiableMap(new TreeMap<>(perProvider));
    if (firstDay < 1 || until < firstDay) {
      throw new IllegalArgumentException("firstDay is 1 or more, and until no less");
    }
    if (growthPercent < 1 || growthPercent > MOST_GROWTH) {
      throw new IllegalArgumentException("growthPercent is 1 to " + MOST_GROWTH);
    }
    if (perProvider.values().stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("perProvider.firstDay is 1 or more");
    }
  }
}
