package io.mailhelm.config;

/** What becomes of stored data when the resource that declared it goes. */
public enum DeletionPolicy {
  /** It is kept and nobody reaches it. */
  Retain,
  /** It is removed. */
  Delete
}
