package io.mailhelm.dns.spf;

/** The result that a matching mechanism gives (RFC 7208 §4.6.2). */
public enum Qualifier {
  /** {@code +}, and where none is written. */
  Pass('+', SpfResult.Pass),
  /** {@code -}. */
  Fail('-', SpfResult.Fail),
  /** {@code ~}. */
  SoftFail('~', SpfResult.SoftFail),
  /** {@code ?}. */
  Neutral('?', SpfResult.Neutral);

  private final char sign;
  private final SpfResult result;

  Qualifier(char sign, SpfResult result) {
    this.sign = sign;
    this.result = result;
  }

  /** The character as it is written. */
  public char sign() {
    return sign;
  }

  /** The result of an evaluation that ends here. */
  public SpfResult result() {
    return result;
  }
}
