package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Quantities as the API server writes them back: {@code 1024Mi} is {@code 1Gi}, {@code 0.5} is
 * {@code 500m}. An object that says it otherwise would differ from itself on every comparison.
 */
final class CanonicalQuantity {
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigDecimal KILO = BigDecimal.valueOf(1000);

  /** The smallest amount there is; finer ones are rounded up. */
  private static final int NANO = 9;

  private CanonicalQuantity() {}

  static Quantity of(Quantity quantity) {
    var amount = quantity.getNumericalAmount().setScale(NANO, RoundingMode.CEILING);
    var format = quantity.getFormat();
    if (BINARY.indexOf(format) > 0
        && amount.abs().compareTo(KIBI) >= 0
        && amount.stripTrailingZeros().scale() <= 0) {
      return reduced(amount, KIBI, BINARY);
    }
    if (format.matches("[eE][-+]?[0-9]+")) {
      return exponent(amount);
    }
    return reduced(amount.movePointRight(NANO), KILO, DECIMAL);
  }

  static SortedMap<String, Quantity> of(Map<String, Quantity> quantities) {
    var canonical = new TreeMap<String, Quantity>();
    quantities.forEach((name, quantity) -> canonical.put(name, of(quantity)));
    return canonical;
  }

  private static Quantity reduced(BigDecimal amount, BigDecimal step, List<String> suffixes) {
    if (amount.signum() == 0) {
      return new Quantity("0");
    }
    var left = amount;
    int suffix = 0;
    while (suffix < suffixes.size() - 1 && left.remainder(step).signum() == 0) {
      left = left.divide(step);
      suffix++;
    }
    return new Quantity(left.toBigIntegerExact().toString(), suffixes.get(suffix));
  }

  private static Quantity exponent(BigDecimal amount) {
    if (amount.signum() == 0) {
      return new Quantity("0");
    }
    var left = amount.movePointRight(NANO);
    int exponent = -NANO;
    while (left.remainder(KILO).signum() == 0) {
      left = left.divide(KILO);
      exponent += 3;
    }
    return new Quantity(left.toBigIntegerExact().toString(), exponent == 0 ? "" : "e" + exponent);
  }
}
