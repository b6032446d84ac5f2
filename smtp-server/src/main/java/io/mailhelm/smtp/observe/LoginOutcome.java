package io.mailhelm.smtp.observe;

import java.util.Locale;

/** How a login ended. */
public enum LoginOutcome {
  OK,
  /** Wrong name or password; the two are not told apart, in words or in time. */
  FAILED,
  /** The password is right, the account suspended. */
  SUSPENDED,
  /** Too many failures; nothing was checked. */
  THROTTLED,
  /** The password is right; the policy's {@code allowedClients} excludes the peer. */
  NOT_ALLOWED_HERE;

  /** What the metrics and the log call it, such as {@code not-allowed-here}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
