package io.mailhelm.smtp.observe;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The figures behind the metrics of a SendPolicy's reputation.
 *
 * @param policy its name
 * @param paused whether its mail waits
 * @param bounced bad addresses of the recipients in its window, 0 to 1
 * @param complained complaints of the delivered recipients in its window, 0 to 1
 * @param bouncedLimit the limit of {@code bounced}; empty while nothing is judged, because no rule
 *     says so or the sample is too small
 */
public record PolicyFigures(
    String policy, boolean paused, double bounced, double complained, OptionalDouble bouncedLimit) {
  public PolicyFigures {
    Objects.requireNonNull(policy);
    Objects.requireNonNull(bouncedLimit);
  }
}
