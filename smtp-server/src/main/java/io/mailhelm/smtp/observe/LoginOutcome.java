package io.mailhelm.smtp.observe;

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
  NOT_ALLOWED_HERE
}
