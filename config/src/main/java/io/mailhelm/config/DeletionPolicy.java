package io.mailhelm.config;

/** What happens to stored data when the resource that declared it is deleted. */
public enum DeletionPolicy {
  /** It is kept, and nobody has access to it. */
  Retain,
  /** It is removed. */
  Delete
}
