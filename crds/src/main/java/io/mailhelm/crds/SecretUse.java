package io.mailhelm.crds;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a Secret is for: its label {@value #LABEL} says so, and it serves nothing else. Who may
 * write our resources need not be who may read Secrets, so no resource gets at one by its name
 * alone.
 */
public enum SecretUse {
  /** User name and password for a relay. */
  Relay("relay"),
  /** Certificate and private key of a MailDomain. */
  Tls("tls"),
  /** Signing keys of a MailDomain. */
  Dkim("dkim"),
  /** The password of a MailUser. */
  Password("password"),
  /** Certificate authorities that servers trust: who brings one can be any relay. */
  Trust("trust");

  /** The label. */
  public static final String LABEL = "mailhelm.io/use";

  private final String value;

  SecretUse(String value) {
    this.value = value;
  }

  /** The label's value. */
  public String value() {
    return value;
  }

  /** The use a label's value says; empty: it says none. */
  public static Optional<SecretUse> of(String value) {
    return Arrays.stream(values()).filter(use -> use.value.equals(value)).findFirst();
  }

  /** All values, for a sentence. */
  public static String all() {
    return Arrays.stream(values()).map(SecretUse::value).collect(Collectors.joining(", "));
  }
}
