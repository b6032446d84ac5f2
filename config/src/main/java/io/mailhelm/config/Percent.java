package io.mailhelm.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A percentage with three decimal places, 0 to 100.
 *
 * @param thousandths of one percent
 */
public record Percent(int thousandths) implements Comparable<Percent> {
  private static final int PLACES = 3;
  private static final int WHOLE = 100_000;

  public Percent {
    if (thousandths < 0 || thousandths > WHOLE) {
      throw new IllegalArgumentException("a percentage is 0 to 100");
    }
  }

  /**
   * @param text such as {@code 5} or {@code 0.1}
   * @throws IllegalArgumentException for any other
   */
  @JsonCreator
  public static Percent of(String text) {
    try {
      return new Percent(new BigDecimal(text).movePointRight(PLACES).intValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a percentage has at most three decimal places", e);
    }
  }

  /** So many of so many, rounded to the nearest thousandth; nothing of nothing is 0. */
  public static Percent of(long part, long whole) {
    return whole == 0
        ? new Percent(0)
        : new Percent(
            BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(WHOLE))
                .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_UP)
                .intValueExact());
  }

  /** Without zeros at its end. */
  @JsonValue
  @Override
  public String toString() {
    return BigDecimal.valueOf(thousandths, PLACES).stripTrailingZeros().toPlainString();
  }

  @Override
  public int compareTo(Percent other) {
    return Integer.compare(thousandths, other.thousandths);
  }
}
