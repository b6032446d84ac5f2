package io.mailhelm.operator.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes quantities in the form that the API server returns unchanged: {@code 1024Mi} is {@code
 * 1Gi}, {@code 0.5} is {@code 500m}. Written otherwise, an object would differ from itself on every
 * comparison.
 */
final class CanonicalQuantity {
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL = List.of("m", "", "k", "M", "G", "T", "P", "E");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigDecimal KILO = BigDecimal.valueOf(1000);

  /** Resources are counted in thousandths; finer amounts are rounded up. */
  private static final int MILLI = 3;

  private CanonicalQuantity() {}

  static Quantity of(Quantity quantity) {
    var format = quantity.getFormat();
    var binary = BINARY.indexOf(format);
    var exact =
        binary > 0 // fabric8 rounds exbibytes
            ? new BigDecimal(quantity.getAmount()).multiply(KIBI.pow(binary))
            : quantity.getNumericalAmount();
    var amount = exact.setScale(MILLI, RoundingMode.CEILING);
    if (binary > 0
        && amount.abs().compareTo(KIBI) >= 0
        && amount.stripTrailingZeros().scale() <= 0) {
      return reduced(amount, KIBI, BINARY);
    }
    return reduced(amount.movePointRight(MILLI), KILO, DECIMAL);
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
}
