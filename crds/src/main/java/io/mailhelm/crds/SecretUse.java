package io.mailhelm.crds;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The use of a Secret, which its label {@value #LABEL} names; it serves no other. People who may
 * write our resources need not be allowed to read Secrets, so a resource cannot use a Secret by its
 * name alone.
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
  /** Certificate authorities that servers trust: whoever adds one can impersonate any relay. */
  Trust("trust");

  /** The name of the label. */
  public static final String LABEL = "mailhelm.io/use";

  private final String value;

  SecretUse(String value) {
    this.value = value;
  }

  /** The label's value. */
  public String value() {
    return value;
  }

  /** The use that a label's value names; empty: it names none. */
  public static Optional<SecretUse> of(String value) {
    return Arrays.stream(values()).filter(use -> use.value.equals(value)).findFirst();
  }

  /** All values, for a sentence. */
  public static String all() {
    return Arrays.stream(values()).map(SecretUse::value).collect(Collectors.joining(", "));
  }
}
