package io.mailhelm.config;

/**
 * Whether a user takes up the closed mailbox of its address: one whose user, of the same namespace,
 * is gone.
 */
public enum Adopt {
  /** It does not. */
  None,
  /** When the server sees the user for the first time, and not later. */
  WhenNew,
  /** Whenever there is one, also beside mail of its own. */
  Always
}
