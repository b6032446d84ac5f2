package io.mailhelm.config;

/**
 * Whether a user takes up the closed mailbox of its address: one whose user, of the same namespace,
 * was deleted.
 */
public enum Adopt {
  /** It takes up none. */
  None,
  /** When the server sees the user for the first time, and not later. */
  WhenNew,
  /** Whenever there is one, even if it has mail of its own already. */
  Always
}
